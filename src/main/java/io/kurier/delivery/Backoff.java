package io.kurier.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** When the next try is due. */
final class Backoff {

  /** Up to which a receiver's own wish is followed (design section 4). */
  private static final Duration MOST_RETRY_AFTER = Duration.ofHours(24);

  private static final double JITTER = 0.2;

  private Backoff() {}

  /**
   * The later of the schedule, jittered by up to a fifth, and what the receiver asked for.
   *
   * @param random from 0 to 1
   * @param retryAfter seconds or an HTTP date (RFC 9110 section 10.2.3); anything else is ignored
   */
  static Instant next(Duration delay, double random, @Nullable String retryAfter, Instant now) {
    double factor = 1 + JITTER * (2 * random - 1);
    Instant scheduled = now.plusNanos((long) (delay.toNanos() * factor));
    Instant wished = retryAfter == null ? scheduled : parse(retryAfter, now);
    Instant latest = now.plus(MOST_RETRY_AFTER);
    wished = wished.isAfter(latest) ? latest : wished;
    return wished.isAfter(scheduled) ? wished : scheduled;
  }

  private static Instant parse(String retryAfter, Instant now) {
    String text = retryAfter.strip();
    if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return now.plusSeconds(Long.parseLong(text));
    }
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return now;
    }
  }
}
