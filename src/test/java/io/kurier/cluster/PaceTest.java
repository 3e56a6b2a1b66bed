package io.kurier.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void isCountedFromLookToLook() {
    Pace pace = new Pace(100, 0);
    assertEquals(50, pace.next(200, 2 * SECOND));
    assertEquals(10, pace.next(230, 5 * SECOND));
    assertEquals(0, pace.next(230, 6 * SECOND));
  }

  @Test
  void noTimeIsNoPace() {
    Pace pace = new Pace(0, SECOND);
    assertEquals(0, pace.next(5, SECOND));
  }
}
