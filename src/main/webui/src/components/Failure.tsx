import { Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useOnline } from "../online";
import { detailOf, kindOf } from "./failures";

/** In place of what could not be read: why, and a way to try again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const kind = kindOf(error, useOnline());
  const detail = detailOf(error);
  return (
    <EmptyState
      headingLevel="h2"
      status={kind === "notFound" ? "info" : "danger"}
      titleText={t(`common.failure.${kind}.title`)}
      role="alert"
    >
      <EmptyStateBody>
        {t(`common.failure.${kind}.body`)}
        {detail !== "" && <div className="kurier-detail">{detail}</div>}
      </EmptyStateBody>
      {onRetry !== undefined && (
        <EmptyStateFooter>
          <EmptyStateActions>
            <Button variant="primary" onClick={onRetry}>
              {t("common.retry")}
            </Button>
          </EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}
