import { useTranslation } from "react-i18next";
import { useEventLabel } from "../api/eventTypes";
import { OFFERED_PATTERNS } from "../form/events";

/** Names what a webhook's `events` may hold: types by their label, the usual patterns in words. */
export function useEventNames(): (entry: string) => string {
  const { t } = useTranslation();
  const label = useEventLabel();
  return (entry) =>
    OFFERED_PATTERNS.has(entry) ? t(`form.events.pattern.${entry}.label`) : label(entry);
}
