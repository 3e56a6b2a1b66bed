package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClaimTurnsTest {

  private final List<UUID> begun = new ArrayList<>();
  private final ClaimTurns turns = new ClaimTurns(2, begun::add);

  private static UUID webhook(int number) {
    return new UUID(0, number);
  }

  @Test
  void accountsTakeTurnsHoweverManyWebhooksTheyHave() {
    for (int i = 1; i <= 4; i++) {
      turns.want("big", webhook(i));
    }
    turns.want("small", webhook(9));
    turns.onEnded(webhook(1));
    turns.onEnded(webhook(2));
    assertEquals(List.of(webhook(1), webhook(2), webhook(3), webhook(9)), begun);
    assertFalse(turns.isResting());
  }

  @Test
  void aWebhookIsClaimedForOnceHoweverOftenItIsWanted() {
    turns.want("a", webhook(1));
    turns.want("a", webhook(2));
    turns.want("a", webhook(3));
    turns.want("a", webhook(3));
    turns.onEnded(webhook(1));
    turns.onEnded(webhook(2));
    assertEquals(List.of(webhook(1), webhook(2), webhook(3)), begun);
    turns.onEnded(webhook(3));
    assertTrue(turns.isResting());
  }

  @Test
  void aWebhookHasHalfOfTheClaims() {
    ClaimTurns four = new ClaimTurns(4, begun::add);
    for (int i = 1; i <= 3; i++) {
      four.want("a", webhook(1));
    }
    four.want("a", webhook(2));
    assertEquals(List.of(webhook(1), webhook(1), webhook(2)), begun);
    four.onEnded(webhook(1));
    four.want("a", webhook(1));
    assertEquals(4, begun.size());
  }

  @Test
  void thousandsOfWebhooksWithoutRoomDoNotPileUpOnTheStack() {
    AtomicReference<ClaimTurns> itself = new AtomicReference<>();
    List<UUID> ended = new ArrayList<>();
    ClaimTurns endingAtOnce =
        new ClaimTurns(
            2,
            id -> {
              if (!id.equals(webhook(0)) && !id.equals(webhook(-1))) {
                ended.add(id);
                Objects.requireNonNull(itself.get()).onEnded(id);
              }
            });
    itself.set(endingAtOnce);
    endingAtOnce.want("a", webhook(0));
    endingAtOnce.want("a", webhook(-1));
    for (int i = 1; i <= 100_000; i++) {
      endingAtOnce.want("a", webhook(i));
    }
    endingAtOnce.onEnded(webhook(0));
    assertEquals(100_000, ended.size());
    endingAtOnce.onEnded(webhook(-1));
    assertTrue(endingAtOnce.isResting());
  }
}
