import { Label } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import type { WebhookStatus } from "../api/client";

/** What the customer set: active or inactive. */
export function StatusLabel({ status }: { status: WebhookStatus }) {
  const { t } = useTranslation();
  return (
    <Label isCompact variant="outline" color={status === "active" ? "blue" : "grey"}>
      {t(`common.status.${status}`)}
    </Label>
  );
}
