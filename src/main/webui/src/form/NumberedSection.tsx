import { Title } from "@patternfly/react-core";
import { type ReactNode, useId } from "react";

interface NumberedSectionProps {
  number: number;
  title: string;
  children: ReactNode;
}

/** One step of the form. */
export function NumberedSection({ number, title, children }: NumberedSectionProps) {
  const id = useId();
  return (
    <section className="kurier-step" aria-labelledby={id}>
      <Title headingLevel="h2" size="lg" className="kurier-step__title">
        <span className="kurier-step__number" aria-hidden="true">
          {number}
        </span>
        <span id={id}>{title}</span>
      </Title>
      <div className="kurier-step__body">{children}</div>
    </section>
  );
}
