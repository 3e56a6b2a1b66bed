import { Button } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api, type Delivery, unwrap } from "../api/client";
import { Empty } from "../components/Empty";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import { Time } from "../components/Time";
import { useFormat } from "../format";
import { SendAgainButton } from "./SendAgainButton";
import { webhookKey } from "./calls";

const PAGE = 100;
const READ_EVERY = 5_000;

/** What can be asked of a webhook's deliveries: those that are open, and those that failed. */
export type DeliveryFilter = "open" | "failed";

interface DeliveryTableProps {
  webhookId: string;
  filter: DeliveryFilter;
}

/** Deliveries that are open, by when they are due; or those that failed, the newest first. */
export function DeliveryTable({ webhookId, filter }: DeliveryTableProps) {
  const { t } = useTranslation();
  const deliveries = useInfiniteQuery({
    queryKey: webhookKey(webhookId, "deliveries", filter),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/v1/webhooks/{id}/deliveries", {
          params: {
            path: { id: webhookId },
            // Without a state what is open comes first: its pages end where the failed ones begin.
            query: {
              cursor: pageParam,
              limit: PAGE,
              state: filter === "failed" ? "failed" : undefined,
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) =>
      filter === "open" && page.items.some(isFailed) ? undefined : (page.next ?? undefined),
    // Whoever has read on looks for something: then nothing should move.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : READ_EVERY),
  });
  if (deliveries.isError && deliveries.data === undefined) {
    return <Failure error={deliveries.error} onRetry={() => void deliveries.refetch()} />;
  }
  if (deliveries.data === undefined) {
    return <Loading />;
  }
  const items = deliveries.data.pages
    .flatMap((page) => page.items)
    .filter((delivery) => isFailed(delivery) === (filter === "failed"));
  if (items.length === 0) {
    return (
      <Empty
        title={t(`webhook.deliveries.none.${filter}.title`)}
        body={t(`webhook.deliveries.none.${filter}.body`)}
      />
    );
  }
  return (
    <div className="kurier-stack kurier-stack--tight">
      <Table
        aria-label={t(`webhook.deliveries.${filter}`)}
        variant="compact"
        className="kurier-actions-table"
      >
        <Thead>
          <Tr>
            <Th>{t("webhook.deliveries.column.events")}</Th>
            <Th modifier="nowrap">{t("webhook.deliveries.column.state")}</Th>
            <Th modifier="nowrap">{t("webhook.deliveries.column.attempts")}</Th>
            <Th modifier="nowrap">{t(`webhook.deliveries.column.${filter === "failed" ? "failedAt" : "next"}`)}</Th>
            {filter === "failed" ? <Th screenReaderText={t("webhook.again.button")} /> : null}
          </Tr>
        </Thead>
        <Tbody>
          {items.map((delivery) => (
            <DeliveryRow
              key={`${delivery.deliveryId} ${delivery.eventIds[0] ?? ""}`}
              delivery={delivery}
              webhookId={webhookId}
              filter={filter}
            />
          ))}
        </Tbody>
      </Table>
      {deliveries.hasNextPage ? (
        <Button
          variant="link"
          isLoading={deliveries.isFetchingNextPage}
          spinnerAriaLabel={t("common.loading")}
          spinnerAriaValueText={t("common.loading")}
          onClick={() => void deliveries.fetchNextPage()}
        >
          {t("webhook.deliveries.more")}
        </Button>
      ) : null}
    </div>
  );
}

function DeliveryRow({
  delivery,
  webhookId,
  filter,
}: DeliveryTableProps & { delivery: Delivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [eventId = ""] = delivery.eventIds;
  const others = delivery.eventIds.length - 1;
  return (
    <Tr>
      <Td dataLabel={t("webhook.deliveries.column.events")}>
        <Link to={`/events/${eventId}`} className="kurier-code">
          {eventId}
        </Link>
        {others > 0
          ? ` ${t("webhook.deliveries.others", { count: others, number: format.number(others) })}`
          : null}
      </Td>
      <Td dataLabel={t("webhook.deliveries.column.state")}>
        {delivery.reason === undefined
          ? t(`common.state.${delivery.state}`)
          : t(`common.reason.${delivery.reason}`)}
      </Td>
      <Td dataLabel={t("webhook.deliveries.column.attempts")}>
        {format.number(delivery.attempts)}
      </Td>
      {filter === "failed" ? (
        <>
          <Td dataLabel={t("webhook.deliveries.column.failedAt")}>
            <Time at={delivery.failedAt} />
          </Td>
          <Td>
            <SendAgainButton
              eventId={eventId}
              webhookId={webhookId}
              label={t("webhook.again.label", { id: eventId })}
            />
          </Td>
        </>
      ) : (
        <Td dataLabel={t("webhook.deliveries.column.next")}>
          {delivery.nextAttemptAt === null ? (
            t("webhook.deliveries.waits")
          ) : (
            <Time at={delivery.nextAttemptAt} relative />
          )}
        </Td>
      )}
    </Tr>
  );
}

function isFailed(delivery: Delivery): boolean {
  return delivery.state === "failed";
}
