package io.kurier.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * How long things are kept. An event has its full time; then what is still open of it ends, and it
 * goes with its whole UTC day.
 *
 * @param time one day or more
 */
record Retention(Duration time) {

  private static final Duration LEAST = Duration.ofDays(1);

  /** How long a producer's id or an idempotency key is known. */
  private static final Duration SEEN = Duration.ofHours(24);

  /** So long every node has surely heard that a webhook was deleted. */
  private static final Duration DELETED_WEBHOOK = Duration.ofDays(2);

  Retention {
    if (time.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("kurier.retention must be P1D or more, not " + time);
    }
  }

  /** Work on events from before it ends as expired. */
  Instant openFrom(Instant now) {
    return now.minus(time);
  }

  /** The first day of which something is still kept. */
  LocalDate firstDayKept(Instant now) {
    return openFrom(now).atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** When that day began. */
  Instant keptFrom(Instant now) {
    return firstDayKept(now).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Keys that were seen before it are forgotten. */
  Instant seenFrom(Instant now) {
    return now.minus(SEEN);
  }

  /** Webhooks that were deleted before it go for good. */
  Instant deletedFrom(Instant now) {
    return now.minus(DELETED_WEBHOOK);
  }
}
