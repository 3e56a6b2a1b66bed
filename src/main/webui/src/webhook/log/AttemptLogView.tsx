import { Button, Drawer, DrawerContent, DrawerContentBody } from "@patternfly/react-core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { EventType, Webhook } from "../../api/client";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Loading } from "../../components/Loading";
import { FailureNotice, Notice } from "../../components/Notice";
import { useFormat } from "../../format";
import { AttemptGrid } from "./AttemptGrid";
import { AttemptPanel } from "./AttemptPanel";
import { LiveBadge } from "./LiveBadge";
import { LogFilterBar } from "./LogFilterBar";
import type { LogState } from "./attemptLog";
import { type LogFilters, NO_FILTERS, filtersOf, isFiltered, withFilters } from "./filters";
import { useAttemptLog } from "./useAttemptLog";

interface AttemptLogViewProps {
  webhook: Webhook;
  /** Types that the webhook gets. */
  types: readonly EventType[];
  /** The switch to other views, which stands above the log. */
  views: ReactNode;
}

/** The log of the requests that were made, as they are made. */
export function AttemptLogView({ webhook, types, views }: AttemptLogViewProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [isFollowed, setFollowed] = useState(true);
  const filters = filtersOf(search);
  const { log, state } = useAttemptLog(webhook.id, filters, isFollowed);
  const selectedId = search.get("attempt") ?? undefined;

  const change = (changed: URLSearchParams) =>
    setSearch(changed, { replace: true, preventScrollReset: true });
  const select = (id: string | undefined) => {
    const changed = new URLSearchParams(search);
    if (id === undefined) {
      changed.delete("attempt");
    } else {
      changed.set("attempt", id);
    }
    change(changed);
  };
  const close = () => {
    select(undefined);
    document.querySelector<HTMLElement>(`[data-id="${CSS.escape(selectedId ?? "")}"]`)?.focus();
  };

  return (
    <div className="kurier-stack kurier-stack--tight">
      <div className="kurier-log-bar">
        {views}
        <LiveBadge
          live={state.live}
          isFollowed={isFollowed}
          onToggle={() => setFollowed(!isFollowed)}
        />
      </div>
      <div className="kurier-log-bar">
        <LogFilterBar
          filters={filters}
          types={types}
          onChange={(changed) => change(withFilters(search, changed))}
        />
      </div>
      {state.hasGap ? (
        <Notice
          variant="info"
          title={t("webhook.log.gap")}
          actions={
            <Button variant="link" isInline onClick={log.start}>
              {t("webhook.log.reload")}
            </Button>
          }
        />
      ) : null}
      {state.isRead && state.failure !== undefined ? <FailureNotice error={state.failure} /> : null}
      <Drawer
        isExpanded={selectedId !== undefined}
        isInline
        onKeyDown={(event) => {
          if (event.key === "Escape" && selectedId !== undefined) {
            close();
          }
        }}
        className={
          state.rows.length > 0 || selectedId !== undefined ? "kurier-log-drawer" : undefined
        }
      >
        <DrawerContent
          panelContent={
            <AttemptPanel webhook={webhook} attemptId={selectedId} onClose={close} />
          }
        >
          <DrawerContentBody>
            <LogBody
              state={state}
              filters={filters}
              selectedId={selectedId}
              onSelect={select}
              onRetry={log.start}
              onClear={() => change(withFilters(search, NO_FILTERS))}
              onNearEnd={log.readMore}
              onScrolledDown={log.setHolding}
            />
          </DrawerContentBody>
        </DrawerContent>
      </Drawer>
      <LogFoot
        state={state}
        isOfType={filters.type !== undefined}
        onShowHeld={() => {
          document.querySelector(".kurier-log__scroller")?.scrollTo(0, 0);
          log.setHolding(false);
        }}
        onReadMore={log.readMore}
      />
    </div>
  );
}

interface LogBodyProps {
  state: LogState;
  filters: LogFilters;
  selectedId: string | undefined;
  onSelect: (id: string) => void;
  onRetry: () => void;
  onClear: () => void;
  onNearEnd: () => void;
  onScrolledDown: (isDown: boolean) => void;
}

function LogBody({ state, filters, onRetry, onClear, ...grid }: LogBodyProps) {
  const { t } = useTranslation();
  if (!state.isRead) {
    return state.failure === undefined ? (
      <Loading />
    ) : (
      <Failure error={state.failure} onRetry={onRetry} />
    );
  }
  if (state.rows.length === 0) {
    return isFiltered(filters) ? (
      <Empty
        title={t("webhook.log.none.filtered")}
        body={t(filters.type === undefined ? "webhook.log.none.filteredBody" : "webhook.log.none.ofTypeBody")}
        action={
          <Button variant="link" onClick={onClear}>
            {t("webhook.log.filter.clear")}
          </Button>
        }
      />
    ) : (
      <Empty title={t("webhook.log.none.title")} body={t("webhook.log.none.body")} />
    );
  }
  return <AttemptGrid rows={state.rows} {...grid} />;
}

interface LogFootProps {
  state: LogState;
  /** Whether attempts are filtered by the type of their events: pages may then be empty. */
  isOfType: boolean;
  onShowHeld: () => void;
  onReadMore: () => void;
}

/** How much is shown, and how to see more. */
function LogFoot({ state, isOfType, onShowHeld, onReadMore }: LogFootProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!state.isRead) {
    return null;
  }
  const count = state.rows.length;
  return (
    <div className="kurier-log-foot">
      <span role="status">
        {t("webhook.log.shown", { count, number: format.number(count) })}
        {state.isCut ? ` ${t("webhook.log.cut")}` : null}
        {state.isReading ? ` ${t("common.loading")}` : null}
      </span>
      {state.held > 0 ? (
        <Button variant="link" isInline onClick={onShowHeld}>
          {t("webhook.log.held", { count: state.held, number: format.number(state.held) })}
        </Button>
      ) : null}
      {isOfType && state.hasMore ? (
        <Button variant="link" isInline isDisabled={state.isReading} onClick={onReadMore}>
          {t("webhook.log.lookFurther")}
        </Button>
      ) : null}
    </div>
  );
}
