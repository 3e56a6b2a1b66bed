import { Content } from "@patternfly/react-core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Webhook } from "../api/client";
import { webhooksKey } from "../api/webhooks";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { useToast } from "../components/Toasts";
import { deleteWebhook } from "../webhook/calls";

type DeleteDialogProps = {
  webhook: Webhook;
  /** Called before anything is read again: the webhook's own page has to be left first. */
  onDeleted?: () => void;
  onClose: () => void;
};

/** Deletes a webhook, after saying what is lost. */
export function DeleteDialog({ webhook, onDeleted, onClose }: DeleteDialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const queries = useQueryClient();

  async function remove() {
    await deleteWebhook(webhook.id);
    onDeleted?.();
    toast.success(t("list.delete.done", { name: webhook.name }));
    // Not what is read of the webhook itself: that is gone.
    await queries.invalidateQueries({ queryKey: webhooksKey, exact: true });
  }

  return (
    <ConfirmDialog
      danger
      title={t("list.delete.title", { name: webhook.name })}
      body={
        <Content>
          <p>{t("list.delete.body")}</p>
          <ul>
            <li>{t("list.delete.events")}</li>
            <li>{t("list.delete.open")}</li>
            <li>{t("list.delete.secret")}</li>
          </ul>
          <p>{t("list.delete.log")}</p>
        </Content>
      }
      confirm={t("list.menu.delete")}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}
