package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static Breaker after(int failures) {
    Breaker breaker = Breaker.CLOSED;
    for (int i = 0; i < failures; i++) {
      breaker = breaker.onFailure(NOW);
    }
    return breaker;
  }

  @Test
  void itOpensAfterFiveInARow() {
    assertFalse(after(4).isOpen());
    assertTrue(after(5).isOpen());
    assertFalse(after(5).allows(NOW.plusSeconds(9)));
    assertTrue(after(5).allows(NOW.plusSeconds(10)));
    assertEquals(1, after(5).width(NOW));
  }

  @Test
  void whatWasOnTheWayWhenItOpenedSaysNothingNew() {
    assertEquals(after(5), after(30));
  }

  @Test
  void probesBecomeSeldomerUpToFiveMinutes() {
    Breaker breaker = after(5);
    for (int i = 0; i < 10; i++) {
      breaker = breaker.onFailure(Objects.requireNonNull(breaker.probeAt()));
    }
    assertEquals(Duration.ofMinutes(5), breaker.pause());
    assertEquals(NOW, breaker.failingSince());
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() {
    Breaker breaker = after(5);
    Instant hourBefore = NOW.minusSeconds(3_600);
    assertTrue(breaker.allows(hourBefore));
    Breaker again = breaker.onFailure(hourBefore);
    assertFalse(again.allows(hourBefore));
    assertEquals(hourBefore.plusSeconds(20), again.probeAt());
  }

  @Test
  void inDoubtFewRequestsAreOnTheWay() {
    assertEquals(Integer.MAX_VALUE, after(1).width(NOW.plusSeconds(60)));
    assertEquals(4, after(1).width(NOW.plusSeconds(61)));
  }
}
