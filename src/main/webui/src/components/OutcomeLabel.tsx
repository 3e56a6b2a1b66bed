import { Label } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import type { Attempt } from "../api/client";

const COLOURS = {
  acknowledged: "green",
  refused: "red",
  timed_out: "orange",
  unreachable: "orange",
  blocked: "purple",
} as const;

/** How a request ended, and the answer's status if there was an answer. */
export function OutcomeLabel({ outcome, status = null }: { outcome: Attempt["outcome"]; status?: number | null }) {
  const { t } = useTranslation();
  return (
    <Label isCompact color={COLOURS[outcome]}>
      {t(`common.outcome.${outcome}`)}
      {status !== null && ` · ${status}`}
    </Label>
  );
}
