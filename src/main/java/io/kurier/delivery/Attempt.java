package io.kurier.delivery;

import io.kurier.batch.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A request that ended, with what follows from it: what is recorded.
 *
 * @param id the {@code X-Request-ID}
 * @param deliveryId the {@code X-Webhook-ID}
 */
record Attempt(
    UUID id,
    Batch batch,
    UUID deliveryId,
    Instant sentAt,
    Duration duration,
    Outcome outcome,
    Verdict verdict) {

  /** Counted from one, over all resends. */
  int number() {
    return batch.attempts() + 1;
  }

  Attempt judged(Verdict other) {
    return new Attempt(id, batch, deliveryId, sentAt, duration, outcome, other);
  }
}
