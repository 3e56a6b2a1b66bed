package io.kurier.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook's receiver asked for, on this node: until when nothing may be sent, and how fast
 * afterwards. Pure: the shell keeps one per webhook and replaces it.
 *
 * @param version of the configuration that it is about; an edited webhook starts anew
 * @param until when the pause ends: what began before that says nothing new
 * @param nextAt when the next request may begin
 * @param unstated pauses in a row for which the receiver gave no time
 */
record Throttle(int version, Instant until, Instant nextAt, int unstated, Rate rate) {

  /** Of pauses that the receiver gave no time for: each is twice as long as the one before. */
  static final Duration FIRST_UNSTATED = Duration.ofSeconds(1);

  static final Duration LAST_UNSTATED = Duration.ofMinutes(5);

  private static final int MOST_DOUBLED = 16;

  /** What timers are late by may be caught up with, at once. */
  private static final Duration CATCH_UP = Duration.ofMillis(10);

  /** The first "later" of a configuration. */
  static Throttle first(int version, Later later, Instant now) {
    Duration wait = wait(later, 0);
    Instant until = now.plus(wait);
    return new Throttle(version, until, until, unstated(later, 0), Rate.first(wait));
  }

  /** A pause that another node was asked for, or this one before it was started anew. */
  static Throttle heard(int version, Instant until, Instant now) {
    Duration wait = Duration.between(now, until);
    return new Throttle(
        version, until, until, 0, Rate.first(wait.isNegative() ? Duration.ZERO : wait));
  }

  /** The same, where there is one already. */
  Throttle onHeard(Instant others) {
    return others.isAfter(until)
        ? new Throttle(version, others, later(nextAt, others), unstated, rate)
        : this;
  }

  /**
   * Another "later".
   *
   * @param began when the request began that was answered so
   */
  Throttle onLater(Later later, Instant began, Instant now) {
    if (began.isBefore(until)) {
      // It was on the way already when the pause began.
      Duration stated = later.stated();
      return stated == null ? this : onHeard(now.plus(stated));
    }
    Duration wait = wait(later, unstated);
    Instant end = later(until, now.plus(wait));
    Duration since = began.isAfter(until) ? Duration.between(until, began) : Duration.ZERO;
    return new Throttle(version, end, end, unstated(later, unstated), rate.slower(wait, since));
  }

  /** A request begins. */
  Throttle onBegun(Instant now) {
    Instant from = later(nextAt, now.minus(CATCH_UP));
    return new Throttle(version, until, from.plus(rate.spacing()), unstated, rate);
  }

  /** A request was acknowledged; null where nothing is left to slow down. */
  @Nullable Throttle onAcknowledged(Instant began) {
    if (began.isBefore(until)) {
      return this;
    }
    Rate faster = rate.faster();
    return faster.isOver() ? null : new Throttle(version, until, nextAt, 0, faster);
  }

  /**
   * How long to wait before the next request. Further away than any pause is: the clock was set
   * back, and nobody shall wait for it.
   */
  Duration untilNext(Instant now) {
    Duration left = Duration.between(now, later(until, nextAt));
    return left.isNegative() || left.compareTo(RetryAfter.MOST.plus(LAST_UNSTATED)) > 0
        ? Duration.ZERO
        : left;
  }

  private static Duration wait(Later later, int unstated) {
    Duration stated = later.stated();
    if (stated != null) {
      return stated;
    }
    Duration doubled = FIRST_UNSTATED.multipliedBy(1L << Math.min(unstated, MOST_DOUBLED));
    return doubled.compareTo(LAST_UNSTATED) > 0 ? LAST_UNSTATED : doubled;
  }

  private static int unstated(Later later, int before) {
    return later.stated() == null ? Math.min(before + 1, MOST_DOUBLED) : 0;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
