import { ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { EventType, Webhook } from "../api/client";
import { DeliveryTable } from "./DeliveryTable";
import { AttemptLogView } from "./log/AttemptLogView";

const VIEWS = ["attempts", "open", "failed"] as const;

interface DeliveriesTabProps {
  webhook: Webhook;
  /** Types that the webhook gets. */
  types: readonly EventType[];
}

/** What was sent, what waits, and what failed. */
export function DeliveriesTab({ webhook, types }: DeliveriesTabProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find((each) => each === search.get("view")) ?? "attempts";
  const views = (
    <ToggleGroup aria-label={t("webhook.deliveries.view")}>
      {VIEWS.map((each) => (
        <ToggleGroupItem
          key={each}
          text={t(`webhook.deliveries.${each}`)}
          buttonId={`view-${each}`}
          isSelected={view === each}
          onChange={() => setSearch(searchOf(search, each), { replace: true })}
        />
      ))}
    </ToggleGroup>
  );
  return view === "attempts" ? (
    <AttemptLogView webhook={webhook} types={types} views={views} />
  ) : (
    <div className="kurier-stack kurier-stack--tight">
      {views}
      <DeliveryTable webhookId={webhook.id} filter={view} />
    </div>
  );
}

function searchOf(search: URLSearchParams, view: (typeof VIEWS)[number]): URLSearchParams {
  const changed = new URLSearchParams(search);
  changed.set("view", view);
  changed.delete("attempt");
  return changed;
}
