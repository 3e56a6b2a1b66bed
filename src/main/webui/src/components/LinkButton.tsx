import type { ReactNode } from "react";
import { Link, type To } from "react-router";

type LinkButtonProps = {
  to: To;
  variant?: "primary" | "secondary";
  children: ReactNode;
};

/** A link that looks like a button: it goes to a page, so it can be opened in another tab. */
export function LinkButton({ to, variant = "secondary", children }: LinkButtonProps) {
  return (
    <Link to={to} className={`pf-v6-c-button pf-m-${variant}`}>
      <span className="pf-v6-c-button__text">{children}</span>
    </Link>
  );
}
