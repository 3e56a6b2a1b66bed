package io.kurier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {

  private final Pace pace = new Pace();

  @Test
  void theFirstIsToldAtOnceAndTheOthersOnceAMinute() {
    long start = Long.MAX_VALUE - 5;
    assertEquals(1, pace.happened(start));
    for (int i = 0; i < 1_000; i++) {
      assertEquals(0, pace.happened(start + i));
    }
    assertEquals(0, pace.happened(start + Pace.PAUSE.toNanos() - 1));
    assertEquals(1_002, pace.happened(start + Pace.PAUSE.toNanos()));
    assertEquals(0, pace.happened(start + Pace.PAUSE.toNanos() + 1));
  }
}
