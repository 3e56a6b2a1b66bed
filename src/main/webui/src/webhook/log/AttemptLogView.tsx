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
import { NO_FILTERS, filtersOf, isFiltered, withFilters } from "./filters";
import { useAttemptLog } from "./useAttemptLog";
import { type TypeFilter, useTypeFilter } from "./useTypeFilter";

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
  const typed = useTypeFilter(state.rows, filters.type);
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
      {typed.failure === undefined ? null : <FailureNotice error={typed.failure} />}
      <Drawer
        isExpanded={selectedId !== undefined}
        isInline
        onKeyDown={(event) => {
          if (event.key === "Escape" && selectedId !== undefined) {
            close();
          }
        }}
        className={
          typed.rows.length > 0 || selectedId !== undefined ? "kurier-log-drawer" : undefined
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
              typed={typed}
              isFiltered={isFiltered(filters)}
              selectedId={selectedId}
              onSelect={select}
              onRetry={log.start}
              onClear={() => change(withFilters(search, NO_FILTERS))}
              onNearEnd={filters.type === undefined ? log.readMore : doNothing}
              onScrolledDown={log.setHolding}
            />
          </DrawerContentBody>
        </DrawerContent>
      </Drawer>
      <LogFoot
        state={state}
        typed={filters.type === undefined ? undefined : typed}
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
  typed: TypeFilter;
  isFiltered: boolean;
  selectedId: string | undefined;
  onSelect: (id: string) => void;
  onRetry: () => void;
  onClear: () => void;
  onNearEnd: () => void;
  onScrolledDown: (isDown: boolean) => void;
}

function LogBody({ state, typed, isFiltered: filtered, onRetry, onClear, ...grid }: LogBodyProps) {
  const { t } = useTranslation();
  if (!state.isRead) {
    return state.failure === undefined ? (
      <Loading />
    ) : (
      <Failure error={state.failure} onRetry={onRetry} />
    );
  }
  if (typed.rows.length === 0 && !typed.isLooking) {
    return filtered ? (
      <Empty
        title={t("webhook.log.none.filtered")}
        body={t("webhook.log.none.filteredBody")}
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
  return <AttemptGrid rows={typed.rows} {...grid} />;
}

interface LogFootProps {
  state: LogState;
  /** Undefined without a filter by type. */
  typed: TypeFilter | undefined;
  onShowHeld: () => void;
  onReadMore: () => void;
}

/** How much is shown, and how to see more. */
function LogFoot({ state, typed, onShowHeld, onReadMore }: LogFootProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!state.isRead) {
    return null;
  }
  const count = typed?.rows.length ?? state.rows.length;
  const lookFurther = () => {
    typed?.lookFurther();
    if (typed !== undefined && typed.depth === state.rows.length) {
      onReadMore();
    }
  };
  return (
    <div className="kurier-log-foot">
      <span role="status">
        {t("webhook.log.shown", { count, number: format.number(count) })}
        {typed === undefined
          ? null
          : ` ${t(typed.isLooking ? "webhook.log.looking" : "webhook.log.looked", {
              count: typed.depth,
              number: format.number(typed.depth),
            })}`}
        {state.isCut ? ` ${t("webhook.log.cut")}` : null}
        {state.isReading ? ` ${t("common.loading")}` : null}
      </span>
      {state.held > 0 ? (
        <Button variant="link" isInline onClick={onShowHeld}>
          {t("webhook.log.held", { count: state.held, number: format.number(state.held) })}
        </Button>
      ) : null}
      {typed !== undefined && (typed.depth < state.rows.length || state.hasMore) ? (
        <Button variant="link" isInline isDisabled={typed.isLooking} onClick={lookFurther}>
          {t("webhook.log.lookFurther")}
        </Button>
      ) : null}
    </div>
  );
}

function doNothing() {}
