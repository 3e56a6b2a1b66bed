import type { Attempt, Webhook } from "../../api/client";

/** What stands for a value that is not shown. */
const HIDDEN = "••••••";

/** A header of a request; its value is null where nothing is known of it. */
export interface ShownHeader {
  name: string;
  value: string | null;
}

/**
 * The headers of a request as far as they are known: they are not stored, but follow from the
 * attempt. The webhook's own are those that it has now.
 *
 * @param type of the event; null where it is not known
 * @param isBatch whether the body was an array; null where it is not known
 */
export function requestHeaders(
  attempt: Attempt,
  type: string | null,
  isBatch: boolean | null,
  ownNames: readonly string[],
): ShownHeader[] {
  const timestamp = Math.floor(Date.parse(attempt.sentAt) / 1_000);
  return [
    { name: "Content-Type", value: "application/json" },
    { name: "X-Webhook-Type", value: isBatch === null ? null : isBatch ? "batch" : type },
    { name: "X-Webhook-ID", value: attempt.deliveryId },
    { name: "X-Request-ID", value: attempt.id },
    { name: "webhook-id", value: attempt.deliveryId },
    { name: "webhook-timestamp", value: String(timestamp) },
    { name: "webhook-signature", value: `v1,${HIDDEN}` },
    ...ownNames.map((name) => ({ name, value: HIDDEN })),
  ];
}

/**
 * Whether the body of a request was an array: several events always are, a single one is where the webhook batches. How it
 * was then is known if the webhook has not been changed since; null if it has.
 *
 * @param since when the event came in, or else when the request was sent
 */
export function wasBatch(attempt: Attempt, webhook: Webhook, since: string): boolean | null {
  if (attempt.eventIds.length > 1) {
    return true;
  }
  return Date.parse(webhook.updatedAt) <= Date.parse(since) ? webhook.batching.enabled : null;
}
