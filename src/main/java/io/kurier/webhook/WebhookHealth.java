package io.kurier.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The health of a webhook that is not ok; no row means ok. Only read and removed here: whoever
 * sends the requests writes it.
 */
@Entity
@Table(name = "webhook_health")
class WebhookHealth {

  @Id
  @Column(name = "webhook_id")
  private UUID webhookId;

  private String state;
  private Instant since;
  private String reason;

  @Column(name = "last_status")
  private @Nullable Short lastStatus;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected WebhookHealth() {}

  UUID webhookId() {
    return webhookId;
  }

  Health health() {
    return new Health(
        HealthState.of(state), since, reason, lastStatus == null ? null : (int) lastStatus, null);
  }
}
