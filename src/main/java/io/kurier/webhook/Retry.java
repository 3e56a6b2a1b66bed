package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When a delivery that was not acknowledged is tried again.
 *
 * @param kind which rule judges the answers
 * @param delays the time from each try to the next; when they are used up the delivery has failed
 */
public record Retry(Kind kind, List<Duration> delays) {

  /** The rule that judges. */
  public enum Kind {
    /** Whatever is not an acknowledgement is tried again. */
    STANDARD,
    /** As the seed does it: most 4xx and 3xx fail at once (spec section 5). */
    GETRESPONSE,
    /** A webhook's own delays, judged as {@link #STANDARD}. */
    OWN
  }

  public static final int MOST_DELAYS = 16;
  public static final Duration LEAST_DELAY = Duration.ofMillis(100);
  public static final Duration MOST_DELAY = Duration.ofDays(7);

  public static final Retry STANDARD =
      new Retry(
          Kind.STANDARD,
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(24)));

  public static final Retry GETRESPONSE =
      new Retry(
          Kind.GETRESPONSE,
          List.of(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30)));

  public Retry {
    delays = List.copyOf(delays);
    if (delays.size() > MOST_DELAYS) {
      throw new IllegalArgumentException("at most " + MOST_DELAYS + " delays");
    }
    for (Duration delay : delays) {
      if (delay.compareTo(LEAST_DELAY) < 0 || delay.compareTo(MOST_DELAY) > 0) {
        throw new IllegalArgumentException("a delay is out of range");
      }
    }
  }

  public static Retry own(List<Duration> delays) {
    return new Retry(Kind.OWN, delays);
  }

  /**
   * One of the two schedules that have a name.
   *
   * @throws IllegalArgumentException if it is none of the names
   */
  static Retry named(String name) {
    return switch (name) {
      case "standard" -> STANDARD;
      case "getresponse" -> GETRESPONSE;
      default ->
          throw new IllegalArgumentException(
              "must be 'standard', 'getresponse' or an array of 0 to 16 durations");
    };
  }

  /** As JSON has it: the name, or an array of ISO 8601 durations. */
  @JsonValue
  Object wire() {
    return kind == Kind.OWN ? delays.stream().map(Duration::toString).toList() : stored();
  }

  /**
   * As the table keeps it: {@code standard}, {@code getresponse}, or the delays separated by
   * spaces.
   */
  String stored() {
    return switch (kind) {
      case STANDARD -> "standard";
      case GETRESPONSE -> "getresponse";
      case OWN -> delays.stream().map(Duration::toString).collect(Collectors.joining(" "));
    };
  }

  static Retry ofStored(String stored) {
    return switch (stored) {
      case "standard" -> STANDARD;
      case "getresponse" -> GETRESPONSE;
      case "" -> own(List.of());
      default -> own(Arrays.stream(stored.split(" ", -1)).map(Duration::parse).toList());
    };
  }
}
