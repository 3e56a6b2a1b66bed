package io.kurier.cluster;

import java.time.Duration;

/**
 * What a node may do by the time since its last confirmed heartbeat. Whether it still owns its rows
 * is no question of time: it does until others have taken them over, and then its own row is gone.
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

  /**
   * Only who was heard all the time can say that others were silent: an outage of the database
   * orphans nobody.
   */
  boolean mayTakeOver(long nanosOfUnbrokenBeats) {
    return nanosOfUnbrokenBeats >= term.toNanos();
  }
}
