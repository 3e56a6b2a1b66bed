package io.kurier.webhook;

import io.smallrye.mutiny.Uni;

/** Hears of every change of an account's webhooks on this node, before the change is answered. */
public interface WebhookChanged {

  /**
   * Called after the commit; the answer waits for it, so that the change holds for whatever comes
   * next here.
   */
  Uni<Void> onWebhookChanged(String accountId);
}
