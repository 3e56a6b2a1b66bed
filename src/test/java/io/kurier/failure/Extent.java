package io.kurier.failure;

import java.time.Duration;

/**
 * How much of a scenario is played: little in {@code verify}, much with the profile {@code
 * endurance}, each settable as {@code -Dendurance.<name>=…}.
 */
final class Extent {

  private Extent() {}

  static int of(String name, int shortForm) {
    return Integer.getInteger("endurance." + name, shortForm);
  }

  /** Seconds, of which tests have no other idea. */
  static Duration seconds(String name, int shortForm) {
    return Duration.ofSeconds(of(name, shortForm));
  }

  /** After which a silent node's rows are taken over. */
  static Duration lease() {
    return seconds("lease", 3);
  }

  /**
   * How long a producer waits before its next event, in the scenarios that last for an hour or
   * more: at full speed they would bring more than the ledgers hold.
   */
  static Duration pause() {
    return Duration.ofMillis(of("pause", 0));
  }

  static boolean isLong() {
    return Boolean.getBoolean("endurance");
  }
}
