import { Label } from "@patternfly/react-core";
import CheckCircleIcon from "@patternfly/react-icons/dist/esm/icons/check-circle-icon";
import ClockIcon from "@patternfly/react-icons/dist/esm/icons/clock-icon";
import ExclamationCircleIcon from "@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon";
import RedoIcon from "@patternfly/react-icons/dist/esm/icons/redo-icon";
import { useTranslation } from "react-i18next";
import type { DeliveryState } from "../api/client";

const LOOKS = {
  pending: { color: "blue", icon: <ClockIcon /> },
  retrying: { color: "orange", icon: <RedoIcon /> },
  delivered: { color: "green", icon: <CheckCircleIcon /> },
  failed: { color: "red", icon: <ExclamationCircleIcon /> },
} as const;

/** How far a delivery has come. */
export function DeliveryStateLabel({ state }: { state: DeliveryState }) {
  const { t } = useTranslation();
  const { color, icon } = LOOKS[state];
  return (
    <Label isCompact color={color} icon={icon}>
      {t(`common.state.${state}`)}
    </Label>
  );
}
