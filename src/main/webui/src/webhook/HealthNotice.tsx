import { Button } from "@patternfly/react-core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Webhook } from "../api/client";
import { webhooksKey } from "../api/webhooks";
import { Notice } from "../components/Notice";
import { useToast } from "../components/Toasts";
import { useFormat } from "../format";
import { resumeWebhook, webhookKey } from "./calls";
import { inReadersWords } from "./reasons";

/** Says since when and why a webhook fails, is suspended or pauses, and what can be done; nothing while all is well. */
export function HealthNotice({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, since, reason, pausedUntil } = webhook.health;
  if (state === "ok") {
    return pausedUntil === null ? null : (
      <Notice variant="info" title={t("webhook.health.pausedUntil", { until: format.dateTime(pausedUntil) })}>
        <p>{t("webhook.health.pausedAbout")}</p>
      </Notice>
    );
  }
  const isSuspended = state === "suspended";
  return (
    <Notice
      variant={isSuspended ? "danger" : "warning"}
      title={
        since === null
          ? t(`webhook.health.${state}`)
          : t(`webhook.health.${state}Since`, { since: format.dateTime(since) })
      }
      actions={isSuspended ? <ResumeButton webhook={webhook} /> : undefined}
    >
      {reason === null ? null : <p>{inReadersWords(reason, t)}</p>}
      <p>{t(`webhook.health.${state}About`)}</p>
      {pausedUntil === null ? null : <p>{t("webhook.health.pausedUntil", { until: format.dateTime(pausedUntil) })}</p>}
    </Notice>
  );
}

function ResumeButton({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const resume = useMutation({
    mutationFn: () => resumeWebhook(webhook.id),
    onSuccess: (resumed) => {
      queries.setQueryData(webhookKey(webhook.id), resumed);
      void queries.invalidateQueries({ queryKey: webhooksKey });
      toast.success(t("webhook.health.resumed"));
    },
    onError: (failure) => toast.failure(t("webhook.health.notResumed"), failure),
  });
  return (
    <Button
      variant="secondary"
      size="sm"
      isLoading={resume.isPending}
      isDisabled={resume.isPending}
      spinnerAriaLabel={t("common.loading")}
      spinnerAriaValueText={t("common.loading")}
      onClick={() => resume.mutate()}
    >
      {t("webhook.health.resume")}
    </Button>
  );
}
