package io.kurier.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:17:42.5Z");

  @Test
  void theLastStepHoldsNow() {
    Span span = Span.endingAt(NOW, Duration.ofMinutes(10), 3);
    assertEquals(Instant.parse("2026-03-01T10:20:00Z"), span.until());
    assertEquals(
        List.of(
            Instant.parse("2026-03-01T09:50:00Z"),
            Instant.parse("2026-03-01T10:00:00Z"),
            Instant.parse("2026-03-01T10:10:00Z")),
        span.steps());
  }

  @Test
  void daysBeginAtMidnightUtc() {
    Span month = Period.MONTH.endingAt(NOW);
    assertEquals(Instant.parse("2026-01-31T00:00:00Z"), month.since());
    assertEquals(Instant.parse("2026-03-02T00:00:00Z"), month.until());
    assertEquals(30, month.steps().size());
  }

  @Test
  void eachPeriodIsMadeOfTheLargestCountsThatAreFineEnough() {
    assertFalse(Period.HOUR.endingAt(NOW).ofHours());
    assertFalse(Period.DAY.endingAt(NOW).ofHours());
    assertTrue(Period.WEEK.endingAt(NOW).ofHours());
    assertFalse(Period.WEEK.endingAt(NOW).ofDays());
    assertTrue(Period.MONTH.endingAt(NOW).ofDays());
  }

  @Test
  void periodsHaveNames() {
    assertEquals(Period.WEEK, Period.of("P7D"));
    assertEquals(
        "must be one of PT1H, PT24H, P7D, P30D",
        assertThrows(IllegalArgumentException.class, () -> Period.of("P1D")).getMessage());
  }
}
