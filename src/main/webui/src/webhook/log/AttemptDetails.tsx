import { Title } from "@patternfly/react-core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Attempt, Webhook } from "../../api/client";
import { FailureNotice } from "../../components/Notice";
import { Loading } from "../../components/Loading";
import { Payload } from "../../components/Payload";
import { Time } from "../../components/Time";
import { parseDuration, useFormat } from "../../format";
import { Facts } from "../Facts";
import { OutcomeLabel } from "../../components/OutcomeLabel";
import { SendAgainButton } from "../SendAgainButton";
import { inReadersWords } from "../reasons";
import { BatchEvents } from "./BatchEvents";
import { requestHeaders, wasBatch } from "./requestHeaders";
import { deliveryTo, useSentEvent } from "./useSentEvent";

/** One attempt: how it ended, what was sent, what was answered, and what comes next. */
export function AttemptDetails({ attempt, webhook }: { attempt: Attempt; webhook: Webhook }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [eventId] = attempt.eventIds;
  const sent = useSentEvent(eventId, webhook.id);
  const isSingle = attempt.eventIds.length === 1;
  const delivery = deliveryTo(sent.data, webhook.id);
  const duration = format.milliseconds(parseDuration(attempt.duration));
  return (
    <div className="kurier-stack">
      <Facts
        facts={[
          { term: t("webhook.attempt.outcome"), value: <OutcomeLabel outcome={attempt.outcome} /> },
          { term: t("webhook.attempt.status"), value: attempt.status ?? t("webhook.attempt.noAnswer") },
          ...(attempt.error === null
            ? []
            : [{ term: t("webhook.attempt.error"), value: inReadersWords(attempt.error, t) }]),
          { term: t("webhook.attempt.sentAt"), value: <Time at={attempt.sentAt} /> },
          { term: t("webhook.attempt.duration"), value: duration },
          { term: t("webhook.attempt.number"), value: format.number(attempt.number) },
          ...(delivery === undefined
            ? []
            : [
                {
                  term: t("webhook.attempt.now"),
                  value: (
                    <>
                      {t(`common.state.${delivery.state}`)}
                      {delivery.reason === undefined
                        ? null
                        : ` (${t(`common.reason.${delivery.reason}`)})`}
                    </>
                  ),
                },
              ]),
          ...(delivery?.nextAttemptAt == null
            ? []
            : [
                {
                  term: t("webhook.attempt.next"),
                  value: (
                    <>
                      <Time at={delivery.nextAttemptAt} /> (
                      <Time at={delivery.nextAttemptAt} relative />)
                    </>
                  ),
                },
              ]),
        ]}
      />
      <Section title={t("webhook.attempt.answer")}>
        {attempt.response === null ? (
          <p className="kurier-subtle">{t("webhook.attempt.emptyAnswer")}</p>
        ) : (
          <Payload text={attempt.response} label={t("webhook.attempt.answer")} />
        )}
      </Section>
      <Section title={t("webhook.attempt.headers")}>
        <dl className="kurier-headers">
          {requestHeaders(
            attempt,
            sent.data?.event.type ?? null,
            wasBatch(attempt, webhook, sent.data?.event.receivedAt ?? attempt.sentAt),
            Object.keys(webhook.headers),
          ).map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value ?? t("webhook.attempt.unknown")}</dd>
            </div>
          ))}
        </dl>
        <p className="kurier-subtle kurier-small">{t("webhook.attempt.headersHint")}</p>
      </Section>
      <Section title={t("webhook.attempt.body")}>
        {isSingle ? (
          sent.isError ? (
            <FailureNotice error={sent.error} />
          ) : sent.data === undefined ? (
            <Loading rows={3} />
          ) : sent.data === null || eventId === undefined ? (
            <p className="kurier-subtle">{t("webhook.attempt.notKept")}</p>
          ) : (
            <>
              <Payload text={sent.data.body} label={t("webhook.attempt.body")} />
              <div className="kurier-actions">
                <SendAgainButton eventId={eventId} webhookId={webhook.id} />
                <Link to={`/events/${eventId}`}>{t("webhook.attempt.event")}</Link>
              </div>
            </>
          )
        ) : (
          <BatchEvents eventIds={attempt.eventIds} webhookId={webhook.id} />
        )}
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="kurier-stack kurier-stack--tight">
      <Title headingLevel="h3" size="md" id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}
