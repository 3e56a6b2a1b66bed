import { Button } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { EventType, Webhook } from "../api/client";
import { Empty } from "../components/Empty";
import { isPattern } from "../form/events";
import { SendTestDialog } from "./SendTestDialog";
import { useEventNames } from "./useEventNames";

interface EventsTabProps {
  webhook: Webhook;
  /** Types that the webhook gets. */
  types: readonly EventType[];
}

/** The events that a webhook gets; each can be tried out. */
export function EventsTab({ webhook, types }: EventsTabProps) {
  const { t } = useTranslation();
  const eventName = useEventNames();
  const [tested, setTested] = useState<string>();
  const patterns = webhook.events.filter(isPattern);
  return (
    <div className="kurier-stack kurier-stack--tight">
      {patterns.length === 0 ? null : (
        <p>{t("webhook.events.patterns", { patterns: patterns.map(eventName).join(", ") })}</p>
      )}
      {types.length === 0 ? (
        <Empty title={t("webhook.events.none.title")} body={t("webhook.events.none.body")} />
      ) : (
        <Table aria-label={t("webhook.events.title")} variant="compact" className="kurier-actions-table">
          <Thead>
            <Tr>
              <Th width={30}>{t("webhook.events.event")}</Th>
              <Th>{t("webhook.events.about")}</Th>
              <Th screenReaderText={t("webhook.events.test")} />
            </Tr>
          </Thead>
          <Tbody>
            {types.map(({ type, builtIn, sample }) => (
              <Tr key={type}>
                <Td dataLabel={t("webhook.events.event")}>
                  <Link to={`/events/types/${encodeURIComponent(type)}`}>{eventName(type)}</Link>
                  <div className="kurier-code kurier-subtle">{type}</div>
                </Td>
                <Td dataLabel={t("webhook.events.about")}>
                  {builtIn ? t(`form.events.about.${type}`) : t("webhook.events.own")}
                </Td>
                <Td>
                  {sample === null ? null : (
                    <Button
                      variant="secondary"
                      size="sm"
                      aria-label={t("webhook.events.testOf", { name: eventName(type) })}
                      onClick={() => setTested(type)}
                    >
                      {t("webhook.events.test")}
                    </Button>
                  )}
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
      {tested === undefined ? null : (
        <SendTestDialog webhook={webhook} type={tested} onClose={() => setTested(undefined)} />
      )}
    </div>
  );
}
