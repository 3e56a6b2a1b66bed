package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.share.Holder;
import io.kurier.share.SharedPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClaimTurnsTest {

  private final List<Holder> begun = new ArrayList<>();
  private final ClaimTurns turns = new ClaimTurns(new SharedPool(4, 1), begun::add);

  private static Holder webhook(String account, int number) {
    return new Holder(account, new UUID(0, number));
  }

  @Test
  void anAccountHasHalfOfTheClaimsHoweverManyWebhooksItHas() {
    for (int i = 1; i <= 4; i++) {
      turns.want(webhook("big", i));
    }
    assertEquals(List.of(webhook("big", 1), webhook("big", 2)), begun);
    turns.want(webhook("small", 9));
    assertEquals(webhook("small", 9), begun.getLast());
    turns.onEnded(webhook("big", 1));
    assertEquals(webhook("big", 3), begun.getLast());
    assertEquals(4, begun.size());
    assertFalse(turns.isResting());
  }

  @Test
  void aWebhookIsClaimedForOnceHoweverOftenItIsWanted() {
    turns.want(webhook("a", 1));
    turns.want(webhook("a", 2));
    turns.want(webhook("a", 3));
    turns.want(webhook("a", 3));
    turns.onEnded(webhook("a", 1));
    turns.onEnded(webhook("a", 2));
    assertEquals(List.of(webhook("a", 1), webhook("a", 2), webhook("a", 3)), begun);
    turns.onEnded(webhook("a", 3));
    assertTrue(turns.isResting());
  }

  @Test
  void aBacklogOfOneWebhookIsClaimedByTwoAtATime() {
    for (int i = 1; i <= 3; i++) {
      turns.want(webhook("a", 1));
    }
    assertEquals(List.of(webhook("a", 1), webhook("a", 1)), begun);
    turns.onEnded(webhook("a", 1));
    assertEquals(3, begun.size());
  }

  @Test
  void thousandsOfWebhooksWithoutRoomDoNotPileUpOnTheStack() {
    AtomicReference<ClaimTurns> itself = new AtomicReference<>();
    List<Holder> ended = new ArrayList<>();
    Holder first = webhook("a", 0);
    Holder second = webhook("a", -1);
    ClaimTurns endingAtOnce =
        new ClaimTurns(
            new SharedPool(4, 1),
            webhook -> {
              if (!webhook.equals(first) && !webhook.equals(second)) {
                ended.add(webhook);
                Objects.requireNonNull(itself.get()).onEnded(webhook);
              }
            });
    itself.set(endingAtOnce);
    endingAtOnce.want(first);
    endingAtOnce.want(second);
    for (int i = 1; i <= 100_000; i++) {
      endingAtOnce.want(webhook("a", i));
    }
    endingAtOnce.onEnded(first);
    assertEquals(100_000, ended.size());
    endingAtOnce.onEnded(second);
    assertTrue(endingAtOnce.isResting());
  }
}
