import { useTranslation } from "react-i18next";
import type { Webhook, WebhookActivity } from "../api/client";
import { HealthLabel } from "../components/HealthLabel";
import { Sparkline } from "../components/Sparkline";
import { parseDuration, useFormat } from "../format";
import { inReadersWords } from "../webhook/reasons";

const MOST_NAMES = 2;

/** Deliveries that wait are counted up to here. */
const MOST_WAITING = 1_000;

/** The first events by name, and how many others there are. */
export function EventNames({ events, nameOf }: { events: readonly string[]; nameOf: (entry: string) => string }) {
  const names = events.map(nameOf);
  const others = names.slice(MOST_NAMES).join(", ");
  return (
    <>
      {names.slice(0, MOST_NAMES).join(", ")}
      {others !== "" && (
        <>
          {" "}
          <span className="kurier-subtle kurier-nowrap" title={others}>
            <span aria-hidden>+{names.length - MOST_NAMES}</span>
            <span className="pf-v6-screen-reader">{others}</span>
          </span>
        </>
      )}
    </>
  );
}

/** Off, or when a batch is sent. */
export function BatchingCell({ batching }: { batching: Webhook["batching"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!batching.enabled) {
    return <span className="kurier-subtle">{t("list.batching.off")}</span>;
  }
  return (
    <>
      {t("list.batching.on", {
        events: format.number(batching.maxEvents),
        wait: format.milliseconds(parseDuration(batching.maxWait)),
      })}
    </>
  );
}

/** How the receiver is doing, and if not well: since when and why. */
export function HealthCell({ webhook: { health, status, unreadable } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <HealthLabel short health={health} status={status} unreadable={unreadable} />
      {health.since !== null && (
        <div className="kurier-subtle kurier-small kurier-reason">
          {t("list.health.since", { since: format.shortDateTime(health.since) })}
          {health.reason !== null && <> · {inReadersWords(health.reason, t)}</>}
        </div>
      )}
    </>
  );
}

/** The last 24 hours, hour by hour. */
export function ActivityCell({ activity }: { activity: WebhookActivity | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (activity === undefined) {
    return <span className="kurier-subtle">–</span>;
  }
  const values = activity.points.map(({ acknowledged, other }) => ({ ok: acknowledged, failed: other }));
  const sum = (of: (value: { ok: number; failed: number }) => number) =>
    format.number(values.reduce((total, value) => total + of(value), 0));
  return (
    <Sparkline
      values={values}
      label={t("list.activity", { acknowledged: sum(({ ok }) => ok), other: sum(({ failed }) => failed) })}
    />
  );
}

/** How many deliveries wait. */
export function WaitingCell({ activity }: { activity: WebhookActivity | undefined }) {
  const format = useFormat();
  if (activity === undefined) {
    return <span className="kurier-subtle">–</span>;
  }
  const { waiting } = activity;
  return (
    <span className={waiting === 0 ? "kurier-number kurier-subtle" : "kurier-number"}>
      {format.number(waiting)}
      {waiting >= MOST_WAITING && "+"}
    </span>
  );
}
