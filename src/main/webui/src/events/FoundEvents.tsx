import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Event } from "../api/client";
import { useEventLabel } from "../api/eventTypes";
import { Time } from "../components/Time";
import { MOST_FOUND } from "./findEvents";
import { summary } from "./summary";

/** Several events with the same producer's id. */
export function FoundEvents({ events }: { events: readonly Event[] }) {
  const { t } = useTranslation();
  const label = useEventLabel();
  return (
    <>
      <p>
        {t(events.length < MOST_FOUND ? "events.lookUp.several" : "events.lookUp.many", { count: events.length })}
      </p>
      <Table aria-label={t("events.lookUp.found")} variant="compact" gridBreakPoint="grid-md">
        <Thead>
          <Tr>
            <Th modifier="nowrap">{t("events.receivedAt")}</Th>
            <Th>{t("events.type")}</Th>
            <Th>{t("events.id")}</Th>
            <Th>{t("events.deliveries.title")}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {events.map(({ id, type, receivedAt, deliveries }) => (
            <Tr key={id}>
              <Td dataLabel={t("events.receivedAt")}>
                <Time at={receivedAt} />
              </Td>
              <Td dataLabel={t("events.type")}>{label(type)}</Td>
              <Td dataLabel={t("events.id")} modifier="breakWord">
                <Link to={`/events/${id}`} className="kurier-code">
                  {id}
                </Link>
              </Td>
              <Td dataLabel={t("events.deliveries.title")}>
                {summary(deliveries)
                  .map(({ state, count }) => `${t(`common.state.${state}`)}: ${count}`)
                  .join(", ") || "–"}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </>
  );
}
