package io.kurier.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** For how long statistics are asked: by name, with the steps that a chart of it has. */
enum Period {
  HOUR("PT1H", Duration.ofMinutes(1), 60),
  DAY("PT24H", Duration.ofMinutes(10), 144),
  WEEK("P7D", Duration.ofHours(1), 168),
  MONTH("P30D", Duration.ofDays(1), 30);

  private static final String NAMES =
      Arrays.stream(values()).map(period -> period.wire).collect(Collectors.joining(", "));

  private final String wire;
  private final Duration step;
  private final int steps;

  Period(String wire, Duration step, int steps) {
    this.wire = wire;
    this.step = step;
    this.steps = steps;
  }

  /**
   * Reads a parameter.
   *
   * @throws IllegalArgumentException that says what would be right
   */
  static Period of(@Nullable String wire) {
    return Arrays.stream(values())
        .filter(period -> period.wire.equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + NAMES));
  }

  /** An ISO 8601 duration. */
  String wire() {
    return wire;
  }

  Duration step() {
    return step;
  }

  /** The period up to now. */
  Span endingAt(Instant now) {
    return Span.endingAt(now, step, steps);
  }
}
