package io.kurier.event;

import io.kurier.webhook.WebhookChanged;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The index that matches events with webhooks, kept up to date. */
@ApplicationScoped
public class ActiveSubscriptions implements WebhookChanged {

  @Override
  public Uni<Void> onWebhookChanged(String accountId) {
    return Uni.createFrom().voidItem();
  }
}
