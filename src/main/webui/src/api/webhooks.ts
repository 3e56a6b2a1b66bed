import { useQuery } from "@tanstack/react-query";
import { api, unwrap, type Webhook } from "./client";
import { readAll } from "./pages";

/** So many are sorted and filtered in the browser: what an account may have by default. */
export const MOST_WEBHOOKS = 1_000;

const PAGE = 500;
const READ_EVERY = 30_000;

export const webhooksKey = ["webhooks"] as const;

/** All webhooks of the account, the newest first; `more` where it has more than MOST_WEBHOOKS. */
export function useWebhooks() {
  return useQuery({
    queryKey: webhooksKey,
    queryFn: ({ signal }) =>
      readAll<Webhook>(
        (cursor) => unwrap(api.GET("/v1/webhooks", { params: { query: { cursor, limit: PAGE } }, signal })),
        MOST_WEBHOOKS,
      ),
    refetchInterval: READ_EVERY,
  });
}
