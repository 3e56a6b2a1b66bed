package io.kurier.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a webhook's receiver fared on this node. After five requests in a row without acknowledgement
 * nothing is sent but one probe at a time, first after 10 s, then ever more seldom, up to 5 min; an
 * acknowledgement ends it. Pure: the shell keeps one per webhook and replaces it.
 *
 * <pre>
 *   closed --5 in a row--> open --probe time--> probing --acknowledged--> closed
 *                            ^--not acknowledged, twice the time--'
 * </pre>
 *
 * @param failures requests in a row that were not acknowledged
 * @param failingSince when the first of them ended; null after an acknowledgement
 * @param probeAt when the next probe may go; null while closed
 * @param pause the time to that probe from when it was set
 */
record Breaker(
    int failures, @Nullable Instant failingSince, @Nullable Instant probeAt, Duration pause) {

  static final int THRESHOLD = 5;
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LAST_PAUSE = Duration.ofMinutes(5);

  /** After so long without an acknowledgement a receiver gets few requests at a time. */
  static final Duration DOUBT_AFTER = Duration.ofMinutes(1);

  static final int REQUESTS_IN_DOUBT = 4;

  static final Breaker CLOSED = new Breaker(0, null, null, Duration.ZERO);

  boolean isOpen() {
    return probeAt != null;
  }

  /**
   * Whether anything may be sent: all of it while closed, one probe when its time has come. A probe
   * that seems to be further away than any is: the clock was set back, and nobody shall wait for
   * it.
   */
  boolean allows(Instant now) {
    return probeAt == null || !now.isBefore(probeAt) || now.plus(LAST_PAUSE).isBefore(probeAt);
  }

  /** How many requests may be on the way at a time. */
  int width(Instant now) {
    if (probeAt != null) {
      return 1;
    }
    return failingSince != null && now.isAfter(failingSince.plus(DOUBT_AFTER))
        ? REQUESTS_IN_DOUBT
        : Integer.MAX_VALUE;
  }

  /** A request was not acknowledged. */
  Breaker onFailure(Instant now) {
    Instant since = failingSince == null ? now : failingSince;
    if (probeAt == null) {
      return failures + 1 < THRESHOLD
          ? new Breaker(failures + 1, since, null, Duration.ZERO)
          : new Breaker(failures + 1, since, now.plus(FIRST_PAUSE), FIRST_PAUSE);
    }
    if (!allows(now)) {
      // It was on the way when the breaker opened: it says nothing new.
      return this;
    }
    Duration longer = pause.multipliedBy(2);
    Duration next = longer.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : longer;
    return new Breaker(failures + 1, since, now.plus(next), next);
  }
}
