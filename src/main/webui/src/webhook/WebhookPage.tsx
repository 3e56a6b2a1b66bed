import { Tab, TabTitleText, Tabs } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useEventTypes } from "../api/eventTypes";
import type { Webhook } from "../api/client";
import { Failure } from "../components/Failure";
import { HealthLabel } from "../components/HealthLabel";
import { Loading } from "../components/Loading";
import { FailureNotice } from "../components/Notice";
import { Page } from "../components/Page";
import { StatusLabel } from "../components/StatusLabel";
import { maskedUrl } from "../form/url";
import { ChartsTab } from "./ChartsTab";
import { DeliveriesTab } from "./DeliveriesTab";
import { EventsTab } from "./EventsTab";
import { HealthNotice } from "./HealthNotice";
import { SecretTab } from "./SecretTab";
import { SettingsTab } from "./SettingsTab";
import { WebhookActions } from "./WebhookActions";
import { readWebhook, webhookKey } from "./calls";
import { typesOf } from "./types";
import "../form/form.css";
import "./webhook.css";

const TABS = ["deliveries", "charts", "events", "secret", "settings"] as const;

type TabName = (typeof TABS)[number];

/** Its health changes by itself. */
const READ_EVERY = 5_000;

/** One webhook: what it does, how it is doing, and what can be done with it. */
export default function WebhookPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const webhook = useQuery({
    queryKey: webhookKey(id),
    queryFn: ({ signal }) => readWebhook(id, signal),
    refetchInterval: READ_EVERY,
  });
  const found = webhook.data;
  return (
    <Page
      title={found?.name ?? t("webhook.title")}
      breadcrumb={[{ label: t("webhook.breadcrumb"), to: "/webhooks" }]}
      labels={
        found === undefined ? undefined : (
          <span className="kurier-labels">
            <StatusLabel status={found.status} />
            <HealthLabel health={found.health} status={found.status} unreadable={found.unreadable} />
          </span>
        )
      }
      lead={found === undefined ? undefined : maskedUrl(found.url)}
      actions={
        found === undefined ? undefined : (
          <WebhookActions
            webhook={found}
            onDeleted={() => void navigate("/webhooks", { replace: true })}
          />
        )
      }
    >
      {found === undefined ? (
        webhook.isError ? (
          <Failure error={webhook.error} onRetry={() => void webhook.refetch()} />
        ) : (
          <Loading rows={8} />
        )
      ) : (
        <div className="kurier-stack kurier-stack--tight">
          {webhook.isError ? <FailureNotice error={webhook.error} /> : null}
          <HealthNotice webhook={found} />
          <WebhookTabs key={found.id} webhook={found} />
        </div>
      )}
    </Page>
  );
}

function WebhookTabs({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const types = useEventTypes();
  const own = typesOf(types.data ?? [], webhook.events);
  const chosen = TABS.find((tab) => tab === search.get("tab")) ?? "deliveries";
  const content: Readonly<Record<TabName, () => ReactNode>> = {
    deliveries: () => <DeliveriesTab webhook={webhook} types={own} />,
    charts: () => <ChartsTab webhookId={webhook.id} />,
    events: () =>
      types.data === undefined ? (
        types.isError ? (
          <Failure error={types.error} onRetry={() => void types.refetch()} />
        ) : (
          <Loading />
        )
      ) : (
        <EventsTab webhook={webhook} types={own} />
      ),
    secret: () => <SecretTab webhookId={webhook.id} />,
    settings: () => <SettingsTab webhook={webhook} />,
  };
  const bar = useRef<HTMLDivElement>(null);

  // On a narrow screen the chosen one may lie outside of what is seen of the bar.
  useEffect(() => {
    bar.current
      ?.querySelector('[role="tab"][aria-selected="true"]')
      ?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [chosen]);

  return (
    <div ref={bar}>
      <Tabs
        activeKey={chosen}
        onSelect={(_event, key) => setSearch({ tab: String(key) }, { preventScrollReset: true })}
        aria-label={t("webhook.tab.label")}
        backScrollAriaLabel={t("common.scroll.back")}
        forwardScrollAriaLabel={t("common.scroll.forward")}
        mountOnEnter
        unmountOnExit
      >
        {TABS.map((tab) => (
          <Tab key={tab} eventKey={tab} title={<TabTitleText>{t(`webhook.tab.${tab}`)}</TabTitleText>}>
            <div className="kurier-tab">{tab === chosen ? content[tab]() : null}</div>
          </Tab>
        ))}
      </Tabs>
    </div>
  );
}
