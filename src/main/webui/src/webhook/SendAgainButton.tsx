import { Button } from "@patternfly/react-core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { eventKey } from "../api/events";
import { useToast } from "../components/Toasts";
import { sendAgain, webhookKey } from "./calls";

interface SendAgainButtonProps {
  eventId: string;
  webhookId: string;
  /** What it sends, where several such buttons stand below each other. */
  label?: string;
}

/** Sends an event again to a webhook. */
export function SendAgainButton({ eventId, webhookId, label }: SendAgainButtonProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const send = useMutation({
    mutationFn: () => sendAgain(eventId, webhookId),
    onSuccess: (count) => {
      toast.success(t(count === 0 ? "webhook.again.open" : "webhook.again.done"));
      void queries.invalidateQueries({ queryKey: webhookKey(webhookId, "deliveries") });
      void queries.invalidateQueries({ queryKey: eventKey(eventId) });
    },
    onError: (failure) => toast.failure(t("webhook.again.failed"), failure),
  });
  return (
    <Button
      variant="secondary"
      size="sm"
      aria-label={label}
      isLoading={send.isPending}
      isDisabled={send.isPending}
      spinnerAriaLabel={t("common.loading")}
      spinnerAriaValueText={t("common.loading")}
      onClick={() => send.mutate()}
    >
      {t("webhook.again.button")}
    </Button>
  );
}
