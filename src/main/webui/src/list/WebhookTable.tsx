import { Table, Tbody, Td, Th, Thead, Tr, type ThProps } from "@patternfly/react-table";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Webhook } from "../api/client";
import { ActionMenu, type Action } from "../components/ActionMenu";
import { StatusLabel } from "../components/StatusLabel";
import { useEventNames } from "../webhook/useEventNames";
import { ActivityCell, BatchingCell, EventNames, HealthCell, WaitingCell } from "./Cells";
import { useActivity } from "./useActivity";
import type { SortBy, View } from "./view";

type WebhookTableProps = {
  rows: readonly Webhook[];
  view: View;
  onSort: (sort: SortBy, descending: boolean) => void;
  actionsOf: (webhook: Webhook) => Action[];
};

/** The columns that are sorted by their head, by their number. */
const SORTED: Partial<Record<SortBy, number>> = { name: 0, status: 2, health: 4 };

/** A page of webhooks. On a narrow screen each is a card. Drawn again only when it shows something else. */
export const WebhookTable = memo(function WebhookTable({ rows, view, onSort, actionsOf }: WebhookTableProps) {
  const { t } = useTranslation();
  const nameOf = useEventNames();
  const activity = useActivity(rows.map(({ id }) => id));

  function sortable(sort: SortBy): ThProps["sort"] {
    const index = SORTED[sort];
    return index === undefined
      ? undefined
      : {
          sortBy: { index: SORTED[view.sort], direction: view.descending ? "desc" : "asc" },
          onSort: (_event, _index, direction) => onSort(sort, direction === "desc"),
          columnIndex: index,
        };
  }

  return (
    <Table aria-label={t("list.title")} gridBreakPoint="grid-lg" variant="compact" className="kurier-list">
      <Thead>
        <Tr>
          <Th width={30} sort={sortable("name")}>
            {t("list.column.name")}
          </Th>
          <Th width={20}>{t("list.column.events")}</Th>
          <Th modifier="nowrap" sort={sortable("status")}>{t("list.column.status")}</Th>
          <Th modifier="nowrap">{t("list.column.batching")}</Th>
          <Th width={20} sort={sortable("health")}>
            {t("list.column.health")}
          </Th>
          <Th modifier="nowrap">{t("list.column.activity")}</Th>
          <Th modifier="nowrap">{t("list.column.waiting")}</Th>
          <Th screenReaderText={t("list.column.actions")} />
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((webhook) => (
          <Tr key={webhook.id}>
            <Td dataLabel={t("list.column.name")} modifier="breakWord">
              <Link to={`/webhooks/${webhook.id}`}>{webhook.name}</Link>
              <div className="kurier-subtle kurier-small">{webhook.url}</div>
            </Td>
            <Td dataLabel={t("list.column.events")} className="kurier-hyphens">
              <EventNames events={webhook.events} nameOf={nameOf} />
            </Td>
            <Td dataLabel={t("list.column.status")}>
              <StatusLabel status={webhook.status} />
            </Td>
            <Td dataLabel={t("list.column.batching")}>
              <BatchingCell batching={webhook.batching} />
            </Td>
            <Td dataLabel={t("list.column.health")} modifier="breakWord">
              <HealthCell webhook={webhook} />
            </Td>
            <Td dataLabel={t("list.column.activity")}>
              <ActivityCell activity={activity.get(webhook.id)} />
            </Td>
            <Td dataLabel={t("list.column.waiting")}>
              <WaitingCell activity={activity.get(webhook.id)} />
            </Td>
            <Td isActionCell>
              <ActionMenu label={t("list.menu.label", { name: webhook.name })} actions={actionsOf(webhook)} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
});
