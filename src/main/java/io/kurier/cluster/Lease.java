package io.kurier.cluster;

import java.time.Duration;

/**
 * How far a node may trust that it is still one, by the time since its last confirmed heartbeat.
 * Pure: times are monotonic and given.
 *
 * @param term after which others take a silent node's rows over
 */
record Lease(Duration term) {

  /** Beats per term: one lost beat, or two, cost nothing. */
  private static final int BEATS = 5;

  Duration beatEvery() {
    return term.dividedBy(BEATS);
  }

  /** Two thirds of the term: requests begun before end before others may begin the same. */
  boolean mayStart(long nanosSinceBeat) {
    return nanosSinceBeat < term.toNanos() * 2 / 3;
  }

  /** Others may own this node's rows by now. */
  boolean isLost(long nanosSinceBeat) {
    return nanosSinceBeat >= term.toNanos();
  }

  /**
   * Only who was heard all the time can say that others were silent: an outage of the database
   * orphans nobody.
   */
  boolean mayTakeOver(long nanosOfUnbrokenBeats) {
    return nanosOfUnbrokenBeats >= term.toNanos();
  }
}
