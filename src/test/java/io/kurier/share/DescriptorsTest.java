package io.kurier.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DescriptorsTest {

  private static final Descriptors WANTED = new Descriptors(10_000, 4_000, 2_000);

  @Test
  void withEnoughOfThemAllIsAsSet() {
    assertEquals(WANTED, WANTED.within(16_700, 700));
    assertEquals(WANTED, WANTED.within(Long.MAX_VALUE, 700));
  }

  @Test
  void withFewerEachGetsTheSamePartAndTheReserveIsKept() {
    assertEquals(new Descriptors(5_000, 2_000, 1_000), WANTED.within(8_700, 700));
    for (long limit = 801; limit < 16_700; limit += 13) {
      assertTrue(WANTED.within(limit, 700).wanted() <= limit - 700, limit + "");
    }
  }

  @Test
  void whereNothingIsLeftItSaysWhatToDo() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> WANTED.within(799, 700));
    assertEquals(
        "The limit of file descriptors is 799; at least 800 are needed. Raise it: 'ulimit -n"
            + " 16700'.",
        refused.getMessage());
  }

  /** 20 of the pool, 7 more of the database, and 600 and 8 for each processor of the rest. */
  @Test
  void whatIsKeptBackGrowsWithThePoolAndTheProcessors() {
    assertEquals(20 + 7 + 600 + 16, Descriptors.reserve(20, 2));
    assertEquals(100 + 7 + 600 + 512, Descriptors.reserve(100, 64));
  }
}
