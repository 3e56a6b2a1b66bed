import { Button, ExpandableSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Loading } from "../../components/Loading";
import { FailureNotice } from "../../components/Notice";
import { Payload } from "../../components/Payload";
import { useFormat } from "../../format";
import { SendAgainButton } from "../SendAgainButton";
import { useEventNames } from "../useEventNames";
import { useSentEvent } from "./useSentEvent";

const AT_ONCE = 20;

interface BatchEventsProps {
  eventIds: readonly string[];
  webhookId: string;
}

/** The events of a batch, in the order of its array; each is read when somebody looks at it. */
export function BatchEvents({ eventIds, webhookId }: BatchEventsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [most, setMost] = useState(AT_ONCE);
  const left = eventIds.length - most;
  return (
    <>
      <p className="kurier-subtle">
        {t("webhook.attempt.batch", {
          count: eventIds.length,
          number: format.number(eventIds.length),
        })}
      </p>
      <div>
        {eventIds.slice(0, most).map((eventId, index) => (
          <BatchEvent key={eventId} eventId={eventId} webhookId={webhookId} place={index + 1} />
        ))}
      </div>
      {left > 0 ? (
        <Button variant="link" isInline onClick={() => setMost(most + AT_ONCE)}>
          {t("webhook.attempt.moreEvents", { count: left, number: format.number(left) })}
        </Button>
      ) : null}
    </>
  );
}

interface BatchEventProps {
  eventId: string;
  webhookId: string;
  place: number;
}

function BatchEvent({ eventId, webhookId, place }: BatchEventProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  return (
    <ExpandableSection
      toggleText={t("webhook.attempt.place", { place: format.number(place), id: eventId })}
      isExpanded={isOpen}
      onToggle={(_event, open) => setOpen(open)}
      isIndented
    >
      {isOpen ? <OpenEvent eventId={eventId} webhookId={webhookId} /> : null}
    </ExpandableSection>
  );
}

function OpenEvent({ eventId, webhookId }: Omit<BatchEventProps, "place">) {
  const { t } = useTranslation();
  const eventName = useEventNames();
  const sent = useSentEvent(eventId, webhookId);
  if (sent.isError) {
    return <FailureNotice error={sent.error} />;
  }
  if (sent.data === undefined) {
    return <Loading rows={3} />;
  }
  if (sent.data === null) {
    return <p className="kurier-subtle">{t("webhook.attempt.notKept")}</p>;
  }
  return (
    <div className="kurier-stack kurier-stack--tight">
      <p>{eventName(sent.data.event.type)}</p>
      <Payload text={sent.data.body} />
      <div className="kurier-actions">
        <SendAgainButton eventId={eventId} webhookId={webhookId} />
        <Link to={`/events/${eventId}`}>{t("webhook.attempt.event")}</Link>
      </div>
    </div>
  );
}
