import { api, type Attempt, type Secret, unwrap, type Webhook } from "../api/client";
import { webhooksKey } from "../api/webhooks";
import type { Configuration } from "../form/values";

/** Of one webhook, and of what is read of it: whatever changes the list changes these as well. */
export function webhookKey(id: string, ...part: readonly unknown[]) {
  return [...webhooksKey, id, ...part] as const;
}

/** The webhook whole: unlike in lists, its URL is not masked. */
export function readWebhook(id: string, signal?: AbortSignal): Promise<Webhook> {
  return unwrap(api.GET("/v1/webhooks/{id}", { params: { path: { id } }, signal }));
}

/** Creates a webhook; the same key with the same configuration creates no second one. */
export function createWebhook(configuration: Configuration, key: string): Promise<Webhook> {
  return unwrap(
    api.POST("/v1/webhooks", {
      params: { header: { "Idempotency-Key": key } },
      body: configuration,
    }),
  );
}

/** Replaces the configuration if it still is the version that was read. */
export function replaceWebhook(
  id: string,
  configuration: Configuration,
  version: number,
): Promise<Webhook> {
  return unwrap(
    api.PUT("/v1/webhooks/{id}", {
      params: { path: { id }, header: { "If-Match": `"${version}"` } },
      body: configuration,
    }),
  );
}

export function changeStatus(id: string, status: Webhook["status"]): Promise<Webhook> {
  return unwrap(
    api.PATCH("/v1/webhooks/{id}", {
      params: { path: { id } },
      body: { status },
      headers: { "Content-Type": "application/merge-patch+json" },
    }),
  );
}

export async function deleteWebhook(id: string): Promise<void> {
  await unwrap(api.DELETE("/v1/webhooks/{id}", { params: { path: { id } } }));
}

/** Lifts a suspension. */
export function resumeWebhook(id: string): Promise<Webhook> {
  return unwrap(api.POST("/v1/webhooks/{id}/resume", { params: { path: { id } } }));
}

export function readSecret(id: string): Promise<Secret> {
  return unwrap(api.GET("/v1/webhooks/{id}/secret", { params: { path: { id } } }));
}

/**
 * @param overlap how long the old secret signs beside the new one, as an ISO 8601 duration
 * @param key the same for each try of one rotation: a second rotation would end the oldest secret
 */
export function rotateSecret(id: string, overlap: string, key: string): Promise<Secret> {
  return unwrap(
    api.POST("/v1/webhooks/{id}/secret/rotate", {
      params: { path: { id }, header: { "Idempotency-Key": key } },
      body: { overlap },
    }),
  );
}

/** Sends the sample of a type at once; resolves to how the request ended. */
export function sendTest(id: string, type: string): Promise<Attempt> {
  return unwrap(api.POST("/v1/webhooks/{id}/test", { params: { path: { id } }, body: { type } }));
}

/** Sends an event again to one webhook; resolves to how many deliveries are open again: none or one. */
export async function sendAgain(eventId: string, webhookId: string): Promise<number> {
  const { deliveries } = await unwrap(
    api.POST("/v1/events/{id}/resend", { params: { path: { id: eventId } }, body: { webhookId } }),
  );
  return deliveries;
}
