package io.kurier.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A period up to now, cut into steps: the last one is not over yet.
 *
 * @param since the beginning of the first step
 * @param until the end of the last step
 * @param step the length of each
 */
record Span(Instant since, Instant until, Duration step) {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /**
   * So many steps, of which the last holds {@code now}; steps begin at multiples of their length,
   * UTC.
   */
  static Span endingAt(Instant now, Duration step, int steps) {
    Instant last = floor(now, step);
    return new Span(last.minus(step.multipliedBy(steps - 1L)), last.plus(step), step);
  }

  /** Whether counts of whole hours are fine enough. */
  boolean ofHours() {
    return step.compareTo(HOUR) >= 0;
  }

  /** Whether counts of whole days are fine enough. */
  boolean ofDays() {
    return step.compareTo(DAY) >= 0;
  }

  /** The beginnings of all steps. */
  List<Instant> steps() {
    List<Instant> steps = new ArrayList<>();
    for (Instant at = since; at.isBefore(until); at = at.plus(step)) {
      steps.add(at);
    }
    return steps;
  }

  private static Instant floor(Instant time, Duration step) {
    Instant second = time.truncatedTo(ChronoUnit.SECONDS);
    return second.minusSeconds(Math.floorMod(second.getEpochSecond(), step.toSeconds()));
  }
}
