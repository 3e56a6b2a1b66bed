package io.kurier.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * A pause that a webhook's receiver asked for. Only read here: whoever sends the requests writes
 * it.
 */
@Entity
@Table(name = "webhook_pause")
class WebhookPause {

  @Id
  @Column(name = "webhook_id")
  private UUID webhookId;

  private int version;

  @Column(name = "paused_until")
  private Instant until;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected WebhookPause() {}

  UUID webhookId() {
    return webhookId;
  }

  Instant until() {
    return until;
  }

  /** Whether it is about the webhook as it is configured now. */
  boolean isAbout(Webhook webhook) {
    return webhook.id().equals(webhookId) && webhook.version() == version;
  }
}
