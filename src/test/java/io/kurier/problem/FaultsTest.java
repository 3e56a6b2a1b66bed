package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FaultsTest {

  private final Faults faults = new Faults();

  private Fault only() {
    return faults.list().getFirst();
  }

  @Test
  void onlyTheFirstHundredAreKeptAndAllAreCounted() {
    for (int i = 0; i < 1_000; i++) {
      faults.add("/" + i, "is wrong");
    }
    assertEquals(100, faults.list().size());
    assertEquals(1_000, faults.count());
    assertTrue(faults.isFull());
  }

  @Test
  void longTextsAreCut() {
    faults.add("/a/" + "b".repeat(100_000), "must not be " + "\ud83d\ude00".repeat(100_000));
    assertEquals("/a", only().pointer());
    assertTrue(only().detail().length() <= 500, only().detail());
    assertTrue(only().detail().endsWith("\ud83d\ude00…"), only().detail());
  }

  @Test
  void halfASurrogatePairCanBeWrittenInTheAnswer() {
    faults.add("/\ud800", "must not be \udc00\ud83d\ude00");
    assertEquals(new Fault("/\ufffd", "must not be \ufffd\ud83d\ude00"), only());
  }
}
