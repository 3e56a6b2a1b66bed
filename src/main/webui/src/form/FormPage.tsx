import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { useEventTypes } from "../api/eventTypes";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import { Page } from "../components/Page";
import { readWebhook, webhookKey } from "../webhook/calls";
import { WebhookForm } from "./WebhookForm";
import { copyOf, emptyValues, valuesOf } from "./values";

/** Creates a webhook, or changes one, or makes a new one after the pattern of another. */
export default function FormPage() {
  const { t } = useTranslation();
  const { id } = useParams();
  const [search] = useSearchParams();
  const pattern = id === undefined ? (search.get("copy") ?? undefined) : undefined;
  const title = t(id !== undefined ? "form.title.edit" : "form.title.create");
  return (
    <Page title={title} breadcrumb={[{ label: t("form.breadcrumb"), to: "/webhooks" }]}>
      <Content key={id ?? pattern ?? ""} id={id} pattern={pattern} />
    </Page>
  );
}

function Content({ id, pattern }: { id: string | undefined; pattern: string | undefined }) {
  const { t } = useTranslation();
  const types = useEventTypes();
  const source = id ?? pattern;
  const webhook = useQuery({
    // Of this page alone, and read anew each time: what is sent back must be what is stored now,
    // and must not change under the hands of who types.
    queryKey: webhookKey(source ?? "", "form"),
    queryFn: ({ signal }) => readWebhook(source ?? "", signal),
    enabled: source !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const failed = [types, webhook].find((query) => query.isError);
  if (failed !== undefined && failed.data === undefined) {
    return <Failure error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  if (types.data === undefined || (source !== undefined && webhook.data === undefined)) {
    return <Loading />;
  }
  if (webhook.data === undefined) {
    return <WebhookForm initial={emptyValues()} types={types.data} />;
  }
  return id === undefined ? (
    <WebhookForm
      initial={copyOf(webhook.data, t("form.copyOf", { name: webhook.data.name }))}
      types={types.data}
    />
  ) : (
    <WebhookForm edited={webhook.data} initial={valuesOf(webhook.data)} types={types.data} />
  );
}
