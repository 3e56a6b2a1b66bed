import { Button, Flex, FlexItem } from "@patternfly/react-core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Webhook } from "../api/client";
import { webhooksKey } from "../api/webhooks";
import { ActionMenu } from "../components/ActionMenu";
import { LinkButton } from "../components/LinkButton";
import { useToast } from "../components/Toasts";
import { DeleteDialog } from "../list/DeleteDialog";
import { SendTestDialog } from "./SendTestDialog";
import { changeStatus, webhookKey } from "./calls";

/** What can be done with a webhook. */
export function WebhookActions({
  webhook,
  onDeleted,
}: {
  webhook: Webhook;
  onDeleted: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const toast = useToast();
  const [asked, setAsked] = useState<"test" | "delete">();
  const isActive = webhook.status === "active";
  const change = useMutation({
    mutationFn: () => changeStatus(webhook.id, isActive ? "inactive" : "active"),
    onSuccess: (changed) => {
      queries.setQueryData(webhookKey(webhook.id), changed);
      void queries.invalidateQueries({ queryKey: webhooksKey });
      toast.success(t(isActive ? "webhook.action.paused" : "webhook.action.activated"));
    },
    onError: (failure) => toast.failure(t("webhook.action.notChanged"), failure),
  });
  return (
    <>
      <Flex gap={{ default: "gapSm" }} flexWrap={{ default: "nowrap" }}>
        <FlexItem>
          <LinkButton to={`/webhooks/${webhook.id}/edit`}>{t("webhook.action.edit")}</LinkButton>
        </FlexItem>
        <FlexItem>
          <Button variant="secondary" onClick={() => setAsked("test")}>
            {t("webhook.action.test")}
          </Button>
        </FlexItem>
        <FlexItem>
          <ActionMenu
            label={t("webhook.action.more", { name: webhook.name })}
            actions={[
              {
                label: t(isActive ? "webhook.action.pause" : "webhook.action.activate"),
                disabled: change.isPending,
                onSelect: () => change.mutate(),
              },
              {
                label: t("webhook.action.duplicate"),
                onSelect: () => void navigate(`/webhooks/new?copy=${webhook.id}`),
              },
              {
                label: t("webhook.action.delete"),
                danger: true,
                apart: true,
                onSelect: () => setAsked("delete"),
              },
            ]}
          />
        </FlexItem>
      </Flex>
      {asked === "test" ? (
        <SendTestDialog webhook={webhook} onClose={() => setAsked(undefined)} />
      ) : null}
      {asked === "delete" ? (
        <DeleteDialog
          webhook={webhook}
          onDeleted={onDeleted}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </>
  );
}
