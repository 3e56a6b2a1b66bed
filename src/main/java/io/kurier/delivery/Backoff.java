package io.kurier.delivery;

import java.time.Duration;
import java.time.Instant;

/** When the next try is due by the schedule. */
final class Backoff {

  private static final double JITTER = 0.2;

  private Backoff() {}

  /**
   * After the delay, jittered by up to a fifth.
   *
   * @param random from 0 to 1
   */
  static Instant next(Duration delay, double random, Instant now) {
    double factor = 1 + JITTER * (2 * random - 1);
    return now.plusNanos((long) (delay.toNanos() * factor));
  }
}
