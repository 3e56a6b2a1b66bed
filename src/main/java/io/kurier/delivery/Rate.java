package io.kurier.delivery;

import java.time.Duration;

/**
 * How many requests may begin in a second at a receiver that asked for fewer. It is found as TCP
 * finds a network's (RFC 9438): slowly from the bottom at first, faster with each acknowledgement;
 * then, after each answer that says "later", from a little below to where that was, carefully, and
 * beyond it only after a while. Of what a receiver gets that takes one request a second, and asks
 * for one second, about one request in fifteen is in vain.
 *
 * @param perSecond requests a second
 * @param ceiling where the last "later" came; infinite until the second one
 * @param floor where it began after that
 * @param steps acknowledgements from there to the ceiling
 * @param acknowledged requests since then
 * @param asked the time that the receiver asked for
 */
record Rate(
    double perSecond,
    double ceiling,
    double floor,
    double steps,
    int acknowledged,
    Duration asked) {

  /** Above this there is nothing to slow down; the timers have no finer grain either. */
  static final double MOST = 1_000;

  /**
   * The slowest there is, once a pause is over: half a request in the time that the receiver asked
   * for. It may say "later" whatever the rate is.
   */
  private static final double SLOWEST_OF_ASKED = 0.5;

  private static final double FASTER = 1.5;
  private static final double LITTLE_SLOWER = 0.9;
  private static final double MUCH_SLOWER = 0.5;

  private static final int STEPS = 32;

  /** Asking too much shall cost about a tenth of the time. */
  private static final int PAUSES_TO_CEILING = 10;

  /** So many times {@code STEPS} above the ceiling it was another time's. */
  private static final int STEPS_OF_CAUTION = 4;

  private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

  /** After the first "later", which says nothing of how many would be right. */
  static Rate first(Duration asked) {
    double perSecond = 1 / Math.clamp(seconds(asked), 0.1, 1);
    return new Rate(perSecond, Double.POSITIVE_INFINITY, perSecond, STEPS, 0, bounded(asked));
  }

  /**
   * After another "later".
   *
   * @param since from the end of the last pause
   */
  Rate slower(Duration asks, Duration since) {
    Duration next = bounded(asks);
    if (acknowledged == 0) {
      // The pause was too short, which says nothing about what comes after it: a receiver that is
      // away for an hour gets all of its requests soon after.
      return new Rate(perSecond, ceiling, floor, steps, 0, next);
    }
    boolean wasRightForLong =
        ceiling != Double.POSITIVE_INFINITY && since.compareTo(asked.multipliedBy(2)) >= 0;
    double slower =
        Math.max(
            SLOWEST_OF_ASKED / Math.max(1, seconds(next)),
            perSecond * (wasRightForLong ? LITTLE_SLOWER : MUCH_SLOWER));
    return new Rate(
        slower,
        perSecond,
        slower,
        Math.max(STEPS, slower * PAUSES_TO_CEILING * seconds(next)),
        0,
        next);
  }

  /** After an acknowledgement. */
  Rate faster() {
    double faster;
    if (ceiling == Double.POSITIVE_INFINITY || acknowledged >= STEPS_OF_CAUTION * steps) {
      faster = perSecond * FASTER;
    } else if (perSecond < ceiling) {
      faster = perSecond + (ceiling - floor) / steps;
    } else {
      faster = perSecond * (1 + 1 / steps);
    }
    return new Rate(Math.min(MOST, faster), ceiling, floor, steps, acknowledged + 1, asked);
  }

  /** Whether the receiver takes whatever comes, for long enough to believe it. */
  boolean isOver() {
    return perSecond >= MOST && acknowledged > MOST;
  }

  /** From one request to the next. */
  Duration spacing() {
    return Duration.ofNanos((long) (1e9 / perSecond));
  }

  /** How many may begin in a time, at least one. */
  int in(Duration time) {
    return (int) Math.clamp(perSecond * seconds(time), 1, Integer.MAX_VALUE);
  }

  private static Duration bounded(Duration time) {
    return time.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : time;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
