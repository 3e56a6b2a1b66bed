package io.kurier.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SharedPoolTest {

  private final SharedPool pool = new SharedPool(1_000);

  private static Holder webhook(String account, int number) {
    return new Holder(account, new UUID(0, number));
  }

  /** How many of one each the holder gets. */
  private int takeAll(Holder holder) {
    int taken = 0;
    while (pool.tryTake(holder, 1)) {
      taken++;
    }
    return taken;
  }

  @Test
  void anAccountAloneGetsTwoThirds() {
    assertEquals(667, takeAll(Holder.of("a")));
    assertEquals(667, pool.used());
  }

  @Test
  void aNewcomerFindsRoomAtOnce() {
    takeAll(Holder.of("a"));
    assertEquals(222, takeAll(Holder.of("b")));
    assertEquals(74, takeAll(Holder.of("c")));
  }

  @Test
  void accountsBecomeEqualAsTheyGiveBackWhatTheyHold() {
    Holder first = Holder.of("a");
    Holder second = Holder.of("b");
    takeAll(first);
    takeAll(second);
    for (int i = 0; i < 10_000; i++) {
      pool.giveBack(first, 1);
      takeAll(second);
      takeAll(first);
      pool.giveBack(second, 1);
      takeAll(first);
      takeAll(second);
    }
    // Two fifths each.
    assertEquals(800.0, (double) pool.used(), 2.0);
    int ofFirst = 0;
    while (pool.used() > 0 && ofFirst < 1_000) {
      try {
        pool.giveBack(first, 1);
      } catch (IllegalStateException e) {
        break;
      }
      ofFirst++;
    }
    assertEquals(400, ofFirst, 2);
  }

  @Test
  void whoHoldsMoreThanItsShareKeepsItAndGetsNoMore() {
    Holder first = Holder.of("a");
    takeAll(first);
    takeAll(Holder.of("b"));
    pool.giveBack(first, 1);
    assertFalse(pool.tryTake(first, 1));
  }

  @Test
  void anAccountsNewWebhookFindsRoomAtOnce() {
    int first = takeAll(webhook("a", 1));
    assertEquals(572, first, 1);
    assertEquals(82, takeAll(webhook("a", 2)), 2);
    assertTrue(pool.tryTake(webhook("b", 1), 1));
  }

  @Test
  void someIsFreeForTheNextOfMany() {
    for (int account = 0; account < 5; account++) {
      takeAll(Holder.of("account-" + account));
    }
    assertTrue(pool.tryTake(Holder.of("another"), 1));
  }

  @Test
  void largeAmountsLeaveAsMuchFreeAsSmallOnes() {
    Holder first = Holder.of("a");
    assertTrue(pool.tryTake(first, 500));
    assertFalse(pool.tryTake(first, 500));
    assertFalse(pool.tryTake(first, 168));
    assertTrue(pool.tryTake(first, 167));
    assertEquals(222, takeAll(Holder.of("b")));
  }

  @Test
  void largeAmountsOfAWebhookLeaveAsMuchToItsNeighboursAsSmallOnes() {
    assertTrue(pool.tryTake(webhook("a", 1), 500));
    assertFalse(pool.tryTake(webhook("a", 1), 73));
    assertTrue(pool.tryTake(webhook("a", 1), 72));
    assertEquals(82, takeAll(webhook("a", 2)), 2);
  }

  @Test
  void oneAloneMayTakeMoreThanThereIs() {
    Holder alone = Holder.of("a");
    assertTrue(pool.tryTake(alone, 5_000));
    assertFalse(pool.tryTake(Holder.of("b"), 1));
    pool.giveBack(alone, 5_000);
    assertTrue(pool.tryTake(Holder.of("b"), 1));
  }

  @Test
  void whatIsInUseAlreadyCounts() {
    Holder holder = webhook("a", 1);
    pool.take(holder, 2_000);
    pool.take(holder, 0);
    assertFalse(pool.hasRoom(Holder.of("b"), 1));
    pool.giveBack(holder, 2_000);
    pool.giveBack(holder, 0);
    assertEquals(0, pool.used());
    assertTrue(pool.hasRoom(holder, 1));
  }

  @Test
  void moreCannotBeGivenBackThanWasTaken() {
    pool.take(Holder.of("a"), 1);
    assertThrows(IllegalStateException.class, () -> pool.giveBack(Holder.of("b"), 1));
    assertThrows(IllegalStateException.class, () -> pool.giveBack(Holder.of("a"), 2));
    pool.take(webhook("a", 1), 1);
    assertThrows(IllegalStateException.class, () -> pool.giveBack(webhook("a", 2), 1));
  }

  @Test
  void withAFactorOfOneHalfIsLeftToOthers() {
    SharedPool four = new SharedPool(4, 1);
    assertTrue(four.tryTake(webhook("a", 1), 1));
    assertTrue(four.tryTake(webhook("a", 1), 1));
    assertFalse(four.tryTake(webhook("a", 1), 1));
    assertFalse(four.tryTake(webhook("a", 2), 1));
    assertTrue(four.tryTake(webhook("b", 1), 1));
  }
}
