package io.kurier.dev;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the receiver plays.
 *
 * @param status what it answers, 200 to 599
 * @param delay how long it waits before, at most 5 minutes
 */
record Play(int status, Duration delay) {

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  /**
   * Reads the query.
   *
   * @param query {@code status}, and {@code delay} in ISO 8601 or in milliseconds
   * @throws IllegalArgumentException if it asks for what can't be played
   */
  static Play of(Function<String, @Nullable String> query) {
    String status = query.apply("status");
    String delay = query.apply("delay");
    return new Play(
        status == null ? 200 : statusOf(status), delay == null ? Duration.ZERO : delayOf(delay));
  }

  boolean hasBody() {
    return status != 204 && status != 304;
  }

  private static int statusOf(String text) {
    int status = text.matches("[0-9]{3}") ? Integer.parseInt(text) : 0;
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be a number from 200 to 599");
    }
    return status;
  }

  private static Duration delayOf(String text) {
    try {
      Duration delay =
          text.matches("[0-9]{1,6}")
              ? Duration.ofMillis(Long.parseLong(text))
              : Duration.parse(text);
      if (!delay.isNegative() && delay.compareTo(LONGEST_DELAY) <= 0) {
        return delay;
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    throw new IllegalArgumentException("delay must be a duration up to PT5M, or milliseconds");
  }
}
