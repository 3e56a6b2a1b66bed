package io.kurier.statistics;

import io.kurier.delivery.Outcome;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one webhook in one span of time, counted: by outcome, by duration, and by size. Two
 * tallies can be added up, so larger spans come from smaller ones.
 */
final class Tally {

  /** The last class of durations is open. Milliseconds; what is equal to a bound is below it. */
  static final int[] DURATIONS = {
    1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000,
    5_000, 10_000, 20_000, 30_000
  };

  /** Events in a request; no request has more than the last. */
  static final int[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

  long acknowledged;
  long refused;
  long timedOut;
  long unreachable;
  long blocked;
  long events;
  final long[] durations;
  final long[] sizes;

  Tally() {
    this(new long[DURATIONS.length + 1], new long[SIZES.length]);
  }

  /** With counts as they were stored. */
  Tally(long[] durations, long[] sizes) {
    this.durations = durations;
    this.sizes = sizes;
  }

  /** Counts a request that carried so many events. */
  void count(Duration duration, Outcome outcome, int size) {
    count(outcome, size);
    durations[place(DURATIONS, duration.toMillis())]++;
    sizes[Math.min(place(SIZES, size), SIZES.length - 1)]++;
  }

  private void count(Outcome outcome, int size) {
    switch (outcome) {
      case Outcome.Acknowledged _ -> {
        acknowledged++;
        events += size;
      }
      case Outcome.Refused _ -> refused++;
      case Outcome.TimedOut _ -> timedOut++;
      case Outcome.Unreachable _ -> unreachable++;
      case Outcome.Blocked _ -> blocked++;
      case Outcome.Stripped stripped -> count(stripped.of(), size);
    }
  }

  /** Adds what another one counted. */
  void add(Tally other) {
    acknowledged += other.acknowledged;
    refused += other.refused;
    timedOut += other.timedOut;
    unreachable += other.unreachable;
    blocked += other.blocked;
    events += other.events;
    addAll(durations, other.durations);
    addAll(sizes, other.sizes);
  }

  /** All requests. */
  long requests() {
    return acknowledged + notAcknowledged();
  }

  /** Requests that were not acknowledged. */
  long notAcknowledged() {
    return refused + timedOut + unreachable + blocked;
  }

  /**
   * The duration that this part of the requests did not exceed, as exactly as the classes tell: in
   * a class all are taken to lie evenly. Null without requests.
   *
   * @param part above 0, up to 1
   */
  @Nullable Duration percentile(double part) {
    long all = Arrays.stream(durations).sum();
    if (all == 0) {
      return null;
    }
    double rank = part * all;
    long below = 0;
    for (int i = 0; i < DURATIONS.length; i++) {
      if (below + durations[i] >= rank) {
        double floor = i == 0 ? 0 : DURATIONS[i - 1];
        double share = durations[i] == 0 ? 1 : (rank - below) / durations[i];
        return Duration.ofMillis(Math.round(floor + share * (DURATIONS[i] - floor)));
      }
      below += durations[i];
    }
    return Duration.ofMillis(DURATIONS[DURATIONS.length - 1]);
  }

  /** The class that a value is in. */
  private static int place(int[] bounds, long value) {
    int found = Arrays.binarySearch(bounds, (int) Math.min(value, Integer.MAX_VALUE));
    return found >= 0 ? found : -found - 1;
  }

  private static void addAll(long[] counts, long[] others) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += others[i];
    }
  }
}
