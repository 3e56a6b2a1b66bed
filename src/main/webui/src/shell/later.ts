import { lazy, type ComponentType } from "react";
import { ProblemError } from "../api/client";

/** A page whose script is loaded when somebody goes there. What can't be loaded at the second try is out of reach. */
export function later(load: () => Promise<{ default: ComponentType }>) {
  return lazy(() =>
    load()
      .catch(load)
      .catch(() => {
        throw new ProblemError(0, "");
      }),
  );
}
