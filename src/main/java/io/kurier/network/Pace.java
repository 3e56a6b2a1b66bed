package io.kurier.network;

import java.time.Duration;

/** When something that may happen thousands of times a second is to be told. */
final class Pace {

  /** Between two lines of one kind. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  // Guarded by this.
  private long untold;
  private long toldAt;
  private boolean told;

  /**
   * It happened once more.
   *
   * @param nanos the time, of a clock that never goes back
   * @return how often it has happened since it was told last, this time included, if it is to be
   *     told now: the first time, and then once in {@link #PAUSE}; 0 if it is not
   */
  synchronized long happened(long nanos) {
    untold++;
    if (told && nanos - toldAt < PAUSE.toNanos()) {
      return 0;
    }
    long count = untold;
    untold = 0;
    toldAt = nanos;
    told = true;
    return count;
  }
}
