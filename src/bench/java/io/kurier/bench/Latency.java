package io.kurier.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Times of many, to three digits. */
final class Latency {

  /**
   * What most and the slowest took.
   *
   * @param p50 milliseconds, as all of them
   */
  record Percentiles(double p50, double p90, double p99, double p999, double max) {}

  private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

  private final Recorder recorder = new Recorder(LONGEST, 3);

  void record(long nanos) {
    recorder.recordValue(Math.clamp(nanos, 0, LONGEST));
  }

  /** Of all since the last time that they were taken. */
  Percentiles take() {
    Histogram times = recorder.getIntervalHistogram();
    return new Percentiles(
        millis(times.getValueAtPercentile(50)),
        millis(times.getValueAtPercentile(90)),
        millis(times.getValueAtPercentile(99)),
        millis(times.getValueAtPercentile(99.9)),
        millis(times.getMaxValue()));
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
