package io.kurier.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.kurier.delivery.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final Outcome ACKNOWLEDGED = new Outcome.Acknowledged(200, new byte[0]);

  private static void count(Tally tally, int times, long millis) {
    for (int i = 0; i < times; i++) {
      tally.count(Duration.ofMillis(millis), ACKNOWLEDGED, 1);
    }
  }

  @Test
  void eachOutcomeIsCountedForItself() {
    Tally tally = new Tally();
    Duration any = Duration.ofMillis(4);
    tally.count(any, ACKNOWLEDGED, 7);
    tally.count(any, new Outcome.Refused(500, new byte[0], null), 3);
    tally.count(any, new Outcome.TimedOut("late"), 3);
    tally.count(any, new Outcome.Unreachable("gone"), 3);
    tally.count(any, new Outcome.Unreachable("gone"), 3);
    tally.count(any, new Outcome.Blocked("no"), 3);
    assertEquals(1, tally.acknowledged);
    assertEquals(1, tally.refused);
    assertEquals(1, tally.timedOut);
    assertEquals(2, tally.unreachable);
    assertEquals(1, tally.blocked);
    assertEquals(7, tally.events, "only events that were acknowledged");
  }

  @Test
  void aPercentileLiesInItsClass() {
    Tally tally = new Tally();
    count(tally, 90, 8);
    count(tally, 9, 120);
    count(tally, 1, 4_000);
    // 8 ms is in the class from 7 to 10, 120 in that from 100 to 150, 4,000 in that from 3,000 to
    // 5,000.
    assertEquals(Duration.ofMillis(9), tally.percentile(0.5));
    assertEquals(Duration.ofMillis(128), tally.percentile(0.95));
    assertEquals(Duration.ofMillis(150), tally.percentile(0.99));
    assertEquals(Duration.ofSeconds(5), tally.percentile(1));
  }

  @Test
  void aDurationBeyondAllClassesCountsAsTheLongest() {
    Tally tally = new Tally();
    count(tally, 1, 90_000);
    assertEquals(Duration.ofSeconds(30), tally.percentile(0.5));
  }

  @Test
  void nothingHasNoPercentile() {
    assertNull(new Tally().percentile(0.5));
  }

  @Test
  void sizesAreClassesThatEndWithTheirBound() {
    Tally tally = new Tally();
    for (int size : new int[] {1, 2, 3, 5, 100, 101, 1_000}) {
      tally.count(Duration.ZERO, ACKNOWLEDGED, size);
    }
    assertArrayEquals(new long[] {1, 1, 2, 0, 0, 0, 1, 1, 0, 1}, tally.sizes);
  }

  @Test
  void talliesAddUp() {
    Tally one = new Tally();
    count(one, 3, 8);
    one.count(Duration.ofMillis(8), new Outcome.Blocked("no"), 50);
    Tally other = new Tally();
    count(other, 2, 700);
    other.count(Duration.ofMillis(8), new Outcome.TimedOut("late"), 50);
    one.add(other);
    assertEquals(5, one.acknowledged);
    assertEquals(1, one.blocked);
    assertEquals(1, one.timedOut);
    assertEquals(5, one.events);
    assertEquals(2, one.sizes[5]);
    assertEquals(Duration.ofMillis(700), one.percentile(1));
  }
}
