import { Label } from "@patternfly/react-core";
import BanIcon from "@patternfly/react-icons/dist/esm/icons/ban-icon";
import CheckCircleIcon from "@patternfly/react-icons/dist/esm/icons/check-circle-icon";
import ExclamationTriangleIcon from "@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon";
import LockIcon from "@patternfly/react-icons/dist/esm/icons/lock-icon";
import PauseCircleIcon from "@patternfly/react-icons/dist/esm/icons/pause-circle-icon";
import { useTranslation } from "react-i18next";
import type { Health, Webhook, WebhookStatus } from "../api/client";
import { useFormat } from "../format";

type HealthLabelProps = {
  health: Health;
  status: WebhookStatus;
  /** What of it can't be decrypted: then nothing is sent. */
  unreadable: Webhook["unreadable"];
  /** Without the time since when it is failing: where that stands beside it. */
  short?: boolean;
};

/** How the receiver is doing: delivering, waiting as the receiver asked, failing since, suspended; or paused where nothing goes wrong and nothing is sent. Before all that, whether it can be read at all. */
export function HealthLabel({ health, status, unreadable = [], short = false }: HealthLabelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (unreadable.length > 0) {
    return (
      <Label isCompact color="red" icon={<LockIcon />}>
        {t("common.health.unreadable")}
      </Label>
    );
  }
  switch (health.state) {
    case "suspended":
      return (
        <Label isCompact color="red" icon={<BanIcon />}>
          {t("common.health.suspended")}
        </Label>
      );
    case "failing":
      return (
        <Label isCompact color="orange" icon={<ExclamationTriangleIcon />}>
          {short || health.since === null
            ? t("common.health.failing")
            : t("common.health.failingSince", { since: format.shortDateTime(health.since) })}
        </Label>
      );
    case "ok":
      if (status === "active" && health.pausedUntil !== null) {
        return (
          <Label isCompact color="blue" icon={<PauseCircleIcon />}>
            {t("common.health.waiting")}
          </Label>
        );
      }
      return status === "active" ? (
        <Label isCompact color="green" icon={<CheckCircleIcon />}>
          {t("common.health.ok")}
        </Label>
      ) : (
        <Label isCompact color="grey" icon={<PauseCircleIcon />}>
          {t("common.health.paused")}
        </Label>
      );
  }
}
