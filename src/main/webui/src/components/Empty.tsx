import { EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from "@patternfly/react-core";
import type { ComponentType, ReactNode } from "react";

type EmptyProps = {
  title: string;
  body: ReactNode;
  icon?: ComponentType;
  action?: ReactNode;
  headingLevel?: "h2" | "h3" | "h4";
};

/** In place of a list in which there is nothing: what would be here, and how it gets here. */
export function Empty({ title, body, icon, action, headingLevel = "h2" }: EmptyProps) {
  return (
    <EmptyState headingLevel={headingLevel} titleText={title} icon={icon} variant="sm">
      <EmptyStateBody>{body}</EmptyStateBody>
      {action !== undefined && (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}
