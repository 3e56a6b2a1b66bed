import { Button, TextInput } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EventType } from "../../api/client";
import { Choice } from "../../components/Choice";
import { OUTCOMES, type Outcome } from "../outcomes";
import { useEventNames } from "../useEventNames";
import { type LogFilters, NO_FILTERS, instantOf, isFiltered, isLimited, localOf, sinceOf } from "./filters";

interface LogFilterBarProps {
  filters: LogFilters;
  /** Types that the webhook gets. */
  types: readonly EventType[];
  onChange: (filters: LogFilters) => void;
}

/** No limit, among the options of a menu. */
const ANY = "any";

/** The reader gives both ends. */
const OWN = "own";

const SPANS = [ANY, "PT1H", "PT24H", "P7D", OWN] as const;

type Span = (typeof SPANS)[number];

/** Which attempts are shown: by how they ended, by their events, by time. */
export function LogFilterBar({ filters, types, onChange }: LogFilterBarProps) {
  const { t } = useTranslation();
  const eventName = useEventNames();
  const [span, setSpan] = useState<Span>(ANY);
  const shownSpan = spanOf(span, filters);
  const any = { value: ANY, label: t("webhook.log.filter.any") } as const;
  return (
    <>
      <Choice<Outcome | typeof ANY>
        label={t("webhook.log.filter.outcome")}
        value={filters.outcome ?? ANY}
        options={[
          any,
          ...OUTCOMES.map((outcome) => ({ value: outcome, label: t(`common.outcome.${outcome}`) })),
        ]}
        onChange={(outcome) =>
          onChange({ ...filters, outcome: outcome === ANY ? undefined : outcome })
        }
      />
      <Choice
        label={t("webhook.log.filter.type")}
        value={filters.type ?? ANY}
        options={[any, ...types.map(({ type }) => ({ value: type, label: eventName(type) }))]}
        onChange={(type) => onChange({ ...filters, type: type === ANY ? undefined : type })}
      />
      <Choice<Span>
        label={t("webhook.log.filter.time")}
        value={shownSpan}
        options={SPANS.map((each) => ({ value: each, label: t(`webhook.log.filter.span.${each}`) }))}
        onChange={(chosen) => {
          setSpan(chosen);
          if (chosen !== OWN) {
            onChange({ ...filters, since: sinceOf(chosen, Date.now()), until: undefined });
          }
        }}
      />
      {shownSpan === OWN ? (
        <>
          <TimeField
            label={t("webhook.log.filter.since")}
            value={filters.since}
            onChange={(since) => onChange({ ...filters, since })}
          />
          <TimeField
            label={t("webhook.log.filter.until")}
            value={filters.until}
            onChange={(until) => onChange({ ...filters, until })}
          />
        </>
      ) : null}
      {isFiltered(filters) ? (
        <Button
          variant="link"
          isInline
          onClick={() => {
            setSpan(ANY);
            onChange(NO_FILTERS);
          }}
        >
          {t("webhook.log.filter.clear")}
        </Button>
      ) : null}
    </>
  );
}

/** What the menu shows: an address that came with times tells them in full. */
function spanOf(chosen: Span, filters: LogFilters): Span {
  if (isLimited(filters)) {
    return chosen === ANY ? OWN : chosen;
  }
  return chosen === OWN ? OWN : ANY;
}

interface TimeFieldProps {
  label: string;
  value: string | undefined;
  onChange: (iso: string | undefined) => void;
}

function TimeField({ label, value, onChange }: TimeFieldProps) {
  return (
    <label className="kurier-log-bar__time">
      <span>{label}</span>
      <TextInput
        type="datetime-local"
        aria-label={label}
        value={localOf(value)}
        onChange={(_event, local) => onChange(instantOf(local))}
      />
    </label>
  );
}
