package io.kurier.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private static final Instant NOW = Instant.parse("2026-03-31T10:00:00Z");

  @Test
  void anEventHasItsFullTimeBeforeItsDayIsDropped() {
    Retention retention = new Retention(Duration.ofDays(30));

    assertEquals(Instant.parse("2026-03-01T10:00:00Z"), retention.openFrom(NOW));
    // Of that day some events are not 30 days old yet.
    assertEquals(LocalDate.of(2026, 3, 1), retention.firstDayKept(NOW));
    assertEquals(Instant.parse("2026-03-01T00:00:00Z"), retention.keptFrom(NOW));
  }

  @Test
  void daysAreThoseOfUtc() {
    Retention retention = new Retention(Duration.ofDays(1));

    assertEquals(
        LocalDate.of(2026, 3, 30), retention.firstDayKept(Instant.parse("2026-03-31T23:59:59Z")));
    assertEquals(
        LocalDate.of(2026, 3, 31), retention.firstDayKept(Instant.parse("2026-04-01T00:00:00Z")));
  }

  @Test
  void lessThanADayIsNoRetention() {
    assertThrows(
        IllegalArgumentException.class, () -> new Retention(Duration.ofDays(1).minusNanos(1)));
  }
}
