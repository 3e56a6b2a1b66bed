package io.kurier.cluster;

/** How fast a count grows, from one look to the next. */
final class Pace {

  private static final double NANOS = 1e9;

  private long count;
  private long at;

  /**
   * @param count at the beginning
   * @param now in nanoseconds
   */
  Pace(long count, long now) {
    this.count = count;
    this.at = now;
  }

  /** Per second since the last look. */
  float next(long counted, long now) {
    double seconds = (now - at) / NANOS;
    float pace = seconds <= 0 ? 0 : (float) ((counted - count) / seconds);
    count = counted;
    at = now;
    return pace;
  }
}
