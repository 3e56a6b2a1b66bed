import { useQueryClient } from "@tanstack/react-query";
import ConnectedIcon from "@patternfly/react-icons/dist/esm/icons/connected-icon";
import SearchIcon from "@patternfly/react-icons/dist/esm/icons/search-icon";
import { Button } from "@patternfly/react-core";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Webhook } from "../api/client";
import { MOST_WEBHOOKS, useWebhooks, webhooksKey } from "../api/webhooks";
import type { Action } from "../components/ActionMenu";
import { Empty } from "../components/Empty";
import { Failure } from "../components/Failure";
import { LinkButton } from "../components/LinkButton";
import { Loading } from "../components/Loading";
import { Notice } from "../components/Notice";
import { Page } from "../components/Page";
import { Pager } from "../components/Pager";
import { useToast } from "../components/Toasts";
import { useFormat } from "../format";
import { changeStatus, resumeWebhook } from "../webhook/calls";
import { SendTestDialog } from "../webhook/SendTestDialog";
import { DeleteDialog } from "./DeleteDialog";
import { ListToolbar } from "./ListToolbar";
import { useView } from "./useView";
import { ANY, chosen, pageOf, type SortBy } from "./view";
import { WebhookTable } from "./WebhookTable";

type Asked = { what: "test" | "delete"; webhook: Webhook };

/** Tools > Webhooks. */
export default function ListPage() {
  const { t } = useTranslation();
  const webhooks = useWebhooks();
  const create = (
    <LinkButton variant="primary" to="/webhooks/new">
      {t("list.create")}
    </LinkButton>
  );
  const hasSome = webhooks.data !== undefined && webhooks.data.items.length > 0;
  return (
    <Page title={t("list.title")} lead={t("list.lead")} actions={hasSome ? create : undefined}>
      {webhooks.data === undefined ? (
        webhooks.isError ? (
          <Failure error={webhooks.error} onRetry={() => void webhooks.refetch()} />
        ) : (
          <Loading rows={8} />
        )
      ) : hasSome ? (
        <List webhooks={webhooks.data.items} more={webhooks.data.more} />
      ) : (
        <Empty icon={ConnectedIcon} title={t("list.empty.title")} body={t("list.empty.body")} action={create} />
      )}
    </Page>
  );
}

function List({ webhooks, more }: { webhooks: readonly Webhook[]; more: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [view, change] = useView();
  const [asked, setAsked] = useState<Asked | null>(null);
  const actionsOf = useActions(setAsked);
  // A long table may be drawn a moment later than what is typed.
  const shown = useDeferredValue(view);
  const inView = useMemo(() => chosen(webhooks, shown, format.locale), [webhooks, shown, format.locale]);
  const rows = useMemo(() => pageOf(inView, shown).rows, [inView, shown]);
  // Not a moment later: whoever turns pages fast must not be taken for one who turns the same page twice.
  const { page } = pageOf(inView, view);
  const sortBy = useCallback((sort: SortBy, descending: boolean) => change({ sort, descending }), [change]);
  return (
    <>
      {more && (
        <Notice variant="info" title={t("list.more", { number: format.number(MOST_WEBHOOKS) })}>
          {t("list.moreBody")}
        </Notice>
      )}
      <ListToolbar view={view} count={inView.length} onChange={change} />
      {rows.length === 0 ? (
        <Empty
          icon={SearchIcon}
          title={t("list.noMatch.title")}
          body={t("list.noMatch.body")}
          action={
            <Button variant="link" onClick={() => change({ q: "", status: ANY, health: ANY, event: ANY })}>
              {t("list.filter.reset")}
            </Button>
          }
        />
      ) : (
        <WebhookTable
          rows={rows}
          view={shown}
          onSort={sortBy}
          actionsOf={actionsOf}
        />
      )}
      <Pager
        total={inView.length}
        page={page}
        size={view.size}
        onChange={(next, size) => change({ page: next, size })}
      />
      {asked?.what === "test" && <SendTestDialog webhook={asked.webhook} onClose={() => setAsked(null)} />}
      {asked?.what === "delete" && <DeleteDialog webhook={asked.webhook} onClose={() => setAsked(null)} />}
    </>
  );
}

/** The row menu of a webhook. */
function useActions(ask: (asked: Asked) => void): (webhook: Webhook) => Action[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const toast = useToast();
  const queries = useQueryClient();

  const carryOut = useCallback(
    async (act: () => Promise<Webhook>, done: string, failed: string) => {
      try {
        await act();
        toast.success(done);
      } catch (failure) {
        toast.failure(failed, failure);
      }
      await queries.invalidateQueries({ queryKey: webhooksKey });
    },
    [toast, queries],
  );

  return useCallback(
    (webhook) => {
      const { id, name, status, health } = webhook;
      const active = status === "active";
      const resume: Action = {
        label: t("list.menu.resume"),
        onSelect: () =>
          void carryOut(() => resumeWebhook(id), t("list.resumed", { name }), t("list.notChanged", { name })),
      };
      return [
        { label: t("list.menu.edit"), onSelect: () => void navigate(`/webhooks/${id}/edit`) },
        { label: t("list.menu.duplicate"), onSelect: () => void navigate(`/webhooks/new?copy=${id}`) },
        { label: t("list.menu.test"), onSelect: () => ask({ what: "test", webhook }) },
        ...(health.state === "suspended" ? [resume] : []),
        {
          label: t(active ? "list.menu.pause" : "list.menu.activate"),
          onSelect: () =>
            void carryOut(
              () => changeStatus(id, active ? "inactive" : "active"),
              t(active ? "list.paused" : "list.activated", { name }),
              t("list.notChanged", { name }),
            ),
        },
        { label: t("list.menu.delete"), danger: true, apart: true, onSelect: () => ask({ what: "delete", webhook }) },
      ];
    },
    [t, navigate, ask, carryOut],
  );
}
