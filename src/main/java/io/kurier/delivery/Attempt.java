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

  /** The highest number that is counted: the column has 16 bits. */
  private static final int MOST = Short.MAX_VALUE;

  /** Counted from one, over all resends; who comes so far stays at the highest number. */
  int number() {
    return Math.min(batch.attempts() + 1, MOST);
  }

  /** To the millisecond; never negative, whatever a clock did. */
  int durationMillis() {
    return Math.clamp(duration.toMillis(), 0, Integer.MAX_VALUE);
  }

  /** With only that of the outcome which can surely be recorded. */
  Attempt stripped() {
    return new Attempt(
        id, batch, deliveryId, sentAt, duration, new Outcome.Stripped(outcome), verdict);
  }

  Attempt judged(Verdict other) {
    return new Attempt(id, batch, deliveryId, sentAt, duration, outcome, other);
  }
}
