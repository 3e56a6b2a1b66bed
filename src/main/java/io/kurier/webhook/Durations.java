package io.kurier.webhook;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Durations as they stand in JSON. */
final class Durations {

  private Durations() {}

  /**
   * An ISO 8601 duration within a range.
   *
   * @throws IllegalArgumentException whose message says what would be right
   */
  static Duration parse(String text, Duration least, Duration most) {
    try {
      Duration duration = Duration.parse(text);
      // The table keeps milliseconds: what is finer would be lost silently.
      if (duration.compareTo(least) >= 0
          && duration.compareTo(most) <= 0
          && duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // The sentence below says it.
    }
    throw new IllegalArgumentException(
        "must be an ISO 8601 duration from " + least + " to " + most + ", in whole milliseconds");
  }
}
