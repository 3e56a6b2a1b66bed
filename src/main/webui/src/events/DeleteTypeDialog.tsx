import { Content } from "@patternfly/react-core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, unwrap, type EventType } from "../api/client";
import { eventTypesKey } from "../api/eventTypes";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { useToast } from "../components/Toasts";

/** Deletes an own event type, after saying what that means. */
export function DeleteTypeDialog({ type: { type }, onClose }: { type: EventType; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const toast = useToast();
  const queries = useQueryClient();

  async function remove() {
    await unwrap(api.DELETE("/v1/event-types/{type}", { params: { path: { type } } }));
    toast.success(t("events.delete.done", { type }));
    await navigate("/events");
    queries.removeQueries({ queryKey: [...eventTypesKey, type] });
    await queries.invalidateQueries({ queryKey: eventTypesKey });
  }

  return (
    <ConfirmDialog
      danger
      title={t("events.delete.title", { type })}
      body={
        <Content>
          <ul>
            <li>{t("events.delete.refused")}</li>
            <li>{t("events.delete.webhooks")}</li>
          </ul>
        </Content>
      }
      confirm={t("events.delete.confirm")}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}
