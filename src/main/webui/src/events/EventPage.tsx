import { Button, Card, CardBody, CardTitle } from "@patternfly/react-core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { api, unwrap, type Event } from "../api/client";
import { eventKey, readEvent } from "../api/events";
import { useEventLabel } from "../api/eventTypes";
import { CopyButton } from "../components/CopyButton";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import { Page } from "../components/Page";
import { Payload } from "../components/Payload";
import { Time } from "../components/Time";
import { useToast } from "../components/Toasts";
import { Facts, type Fact } from "../webhook/Facts";
import { Deliveries } from "./Deliveries";
import { hasEnded } from "./summary";

/** What is still open may end any moment. */
const READ_EVERY = 3_000;

/** One event: what it says, and what became of it at each webhook. */
export default function EventPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const label = useEventLabel();
  const query = useQuery({
    queryKey: eventKey(id),
    queryFn: ({ signal }) => readEvent(id, signal),
    refetchInterval: ({ state }) =>
      state.data?.event.deliveries.every((delivery) => hasEnded(delivery.state)) === false && READ_EVERY,
  });
  const resend = useResend(id);
  const found = query.data;
  return (
    <Page
      title={found === undefined ? t("events.event") : label(found.event.type)}
      breadcrumb={[{ label: t("events.title"), to: "/events" }]}
      actions={
        found?.event.deliveries.some((delivery) => hasEnded(delivery.state)) === true && (
          <Button variant="secondary" onClick={() => void resend()}>
            {t("events.resend.all")}
          </Button>
        )
      }
    >
      {found === undefined ? (
        query.isError ? (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Loading />
        )
      ) : (
        <div className="kurier-stack">
          <Facts isWide facts={factsOf(found.event, t)} />
          <Deliveries eventId={id} deliveries={found.event.deliveries} />
          <Card>
            <CardTitle component="h2">{t("events.body")}</CardTitle>
            <CardBody>
              <Payload text={found.body} label={t("events.body")} />
            </CardBody>
          </Card>
        </div>
      )}
    </Page>
  );
}

function factsOf(event: Event, t: TFunction): Fact[] {
  return [
    {
      term: t("events.field.type"),
      value: (
        <Link to={`/events/types/${encodeURIComponent(event.type)}`} className="kurier-code">
          {event.type}
        </Link>
      ),
    },
    { term: t("events.receivedAt"), value: <Time at={event.receivedAt} /> },
    { term: t("events.occurredAt"), value: <Time at={event.occurredAt} /> },
    { term: t("events.id"), value: <Id text={event.id} /> },
    { term: t("events.producerId"), value: event.producerId === null ? "–" : <Id text={event.producerId} /> },
  ];
}

function Id({ text }: { text: string }) {
  return (
    <>
      <span className="kurier-code">{text}</span>
      <CopyButton text={text} />
    </>
  );
}

/** Sends the event again to all webhooks that would get it at once. */
function useResend(id: string): () => Promise<void> {
  const { t } = useTranslation();
  const toast = useToast();
  const queries = useQueryClient();
  return async () => {
    try {
      const { deliveries } = await unwrap(
        api.POST("/v1/events/{id}/resend", { params: { path: { id } }, body: {} }),
      );
      toast.success(t("events.resend.done", { count: deliveries }));
    } catch (failure) {
      toast.failure(t("events.resend.failed"), failure);
    }
    await queries.invalidateQueries({ queryKey: eventKey(id) });
  };
}
