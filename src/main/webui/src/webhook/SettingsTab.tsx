import { useTranslation } from "react-i18next";
import type { Webhook } from "../api/client";
import { CopyButton } from "../components/CopyButton";
import { LinkButton } from "../components/LinkButton";
import { Time } from "../components/Time";
import { RetryTimeLine } from "../form/RetryTimeLine";
import { delaysOf } from "../form/values";
import { SETTINGS, type Words, said } from "../form/words";
import { useFormat } from "../format";
import { Facts } from "./Facts";
import { useEventNames } from "./useEventNames";

/** Everything that is configured, in words. */
export function SettingsTab({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words: Words = { t, format, eventName: useEventNames() };
  return (
    <div className="kurier-stack">
      <Facts
        isWide
        facts={[
          ...SETTINGS.map((setting) => ({
            term: t(`form.setting.${setting}`),
            value: said(setting, webhook, words),
          })),
          {
            term: t("webhook.settings.id"),
            value: (
              <>
                <span className="kurier-code">{webhook.id}</span>
                <CopyButton text={webhook.id} label={t("webhook.settings.copyId")} />
              </>
            ),
          },
          { term: t("webhook.settings.version"), value: format.number(webhook.version) },
          { term: t("webhook.settings.createdAt"), value: <Time at={webhook.createdAt} /> },
          { term: t("webhook.settings.updatedAt"), value: <Time at={webhook.updatedAt} /> },
        ]}
      />
      <RetryTimeLine delays={delaysOf(webhook.delivery.retry)} />
      <div>
        <LinkButton to={`/webhooks/${webhook.id}/edit`}>{t("webhook.action.edit")}</LinkButton>
      </div>
    </div>
  );
}
