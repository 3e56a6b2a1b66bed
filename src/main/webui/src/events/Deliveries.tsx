import { Button, Card, CardBody, CardTitle } from "@patternfly/react-core";
import { ExpandableRowContent, Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import AngleDownIcon from "@patternfly/react-icons/dist/esm/icons/angle-down-icon";
import AngleRightIcon from "@patternfly/react-icons/dist/esm/icons/angle-right-icon";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { EventDelivery } from "../api/client";
import { useWebhooks } from "../api/webhooks";
import { DeliveryStateLabel } from "../components/DeliveryStateLabel";
import { Empty } from "../components/Empty";
import { PAGE_SIZES, Pager } from "../components/Pager";
import { Time } from "../components/Time";
import { SendAgainButton } from "../webhook/SendAgainButton";
import { LastAttempt } from "./LastAttempt";
import { byAttention, hasEnded } from "./summary";

type DeliveriesProps = {
  eventId: string;
  deliveries: readonly EventDelivery[];
};

const COLUMNS = 5;

/** What became of an event at each webhook that it was matched with. */
export function Deliveries({ eventId, deliveries }: DeliveriesProps) {
  const { t } = useTranslation();
  const webhooks = useWebhooks();
  const [view, setView] = useState<{ page: number; size: number }>({ page: 1, size: PAGE_SIZES[0] });
  const names = new Map(webhooks.data?.items.map(({ id, name }) => [id, name]));
  const rows = byAttention(deliveries).slice((view.page - 1) * view.size, view.page * view.size);
  return (
    <Card>
      <CardTitle component="h2">{t("events.deliveries.title")}</CardTitle>
      <CardBody>
        {rows.length === 0 ? (
          <Empty headingLevel="h3" title={t("events.deliveries.none.title")} body={t("events.deliveries.none.body")} />
        ) : (
          <Table aria-label={t("events.deliveries.title")} variant="compact" gridBreakPoint="grid-lg">
            <Thead>
              <Tr>
                <Th width={30}>{t("events.deliveries.webhook")}</Th>
                <Th width={30}>{t("events.deliveries.state")}</Th>
                <Th modifier="nowrap">{t("events.deliveries.attempts")}</Th>
                <Th modifier="nowrap">{t("events.deliveries.next")}</Th>
                <Th screenReaderText={t("events.deliveries.actions")} />
              </Tr>
            </Thead>
            {rows.map((delivery) => (
              <Row
                key={delivery.webhookId}
                eventId={eventId}
                delivery={delivery}
                name={names.get(delivery.webhookId)}
                known={webhooks.data !== undefined && !webhooks.data.more}
              />
            ))}
          </Table>
        )}
        <Pager
          total={deliveries.length}
          page={view.page}
          size={view.size}
          onChange={(page, size) => setView({ page, size })}
        />
      </CardBody>
    </Card>
  );
}

type RowProps = {
  eventId: string;
  delivery: EventDelivery;
  /** The webhook's; undefined where it is not among those that were read. */
  name: string | undefined;
  /** Whether all webhooks were read: one that is not among them was deleted. */
  known: boolean;
};

function Row({ eventId, delivery, name, known }: RowProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { webhookId, state, attempts, nextAttemptAt, lastAttemptId, reason } = delivery;
  const deleted = known && name === undefined;
  const shownName = name ?? webhookId;

  return (
    <Tbody isExpanded={open}>
      <Tr>
        <Td dataLabel={t("events.deliveries.webhook")} modifier="breakWord">
          {deleted ? (
            <span className="kurier-subtle">{t("events.deliveries.deleted", { id: webhookId })}</span>
          ) : (
            <Link to={`/webhooks/${webhookId}`}>{shownName}</Link>
          )}
        </Td>
        <Td dataLabel={t("events.deliveries.state")}>
          <DeliveryStateLabel state={state} />
          {reason !== undefined && (
            <div className="kurier-subtle kurier-small">{t(`common.reason.${reason}`, { defaultValue: reason })}</div>
          )}
        </Td>
        <Td dataLabel={t("events.deliveries.attempts")} className="kurier-number">
          {lastAttemptId === null ? (
            attempts
          ) : (
            <Button
              variant="link"
              isInline
              icon={open ? <AngleDownIcon /> : <AngleRightIcon />}
              iconPosition="end"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {attempts}
              <span className="pf-v6-screen-reader"> – {t("events.deliveries.lastOf", { name: shownName })}</span>
            </Button>
          )}
        </Td>
        <Td dataLabel={t("events.deliveries.next")}>
          <Time relative at={nextAttemptAt} />
        </Td>
        <Td>
          {hasEnded(state) && !deleted && (
            <SendAgainButton
              eventId={eventId}
              webhookId={webhookId}
              label={t("events.resend.oneOf", { name: shownName })}
            />
          )}
        </Td>
      </Tr>
      {open && lastAttemptId !== null && (
        <Tr isExpanded>
          <Td colSpan={COLUMNS}>
            <ExpandableRowContent>
              <LastAttempt id={lastAttemptId} />
            </ExpandableRowContent>
          </Td>
        </Tr>
      )}
    </Tbody>
  );
}
