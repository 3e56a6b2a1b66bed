import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap, type WebhookActivity } from "../api/client";

const READ_EVERY = 15_000;

/** The last 24 hours of the webhooks on a page, and what waits for them, by the webhook's id. */
export function useActivity(webhookIds: readonly string[]): ReadonlyMap<string, WebhookActivity> {
  // In whatever order they are shown, they are the same ones.
  const ids = [...webhookIds].sort();
  const { data } = useQuery({
    queryKey: ["activity", ids],
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(api.GET("/v1/statistics", { params: { query: { webhookId: ids } }, signal }));
      return new Map(items.map((item) => [item.webhookId, item]));
    },
    enabled: ids.length > 0,
    refetchInterval: READ_EVERY,
    placeholderData: keepPreviousData,
  });
  return data ?? NOTHING;
}

const NOTHING: ReadonlyMap<string, WebhookActivity> = new Map();
