package io.kurier.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.share.Holder;
import io.kurier.share.SharedPool;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeldTest {

  private final SharedPool memory = new SharedPool(1_000);
  private final Held held = new Held(memory);

  private UUID add(String account, int weight) {
    UUID row = UUID.randomUUID();
    assertTrue(held.add(new Holder(account, new UUID(0, account.hashCode())), row, weight));
    return row;
  }

  /** Given back to another one than who took it, it would be more than that one has. */
  @Test
  void rowsOfSeveralHoldersAreGivenBackToEach() {
    List<UUID> rows = List.of(add("a", 10), add("a", 20), add("b", 40), add("a", 80));
    UUID kept = add("b", 160);
    held.removeAll(rows);
    assertEquals(160, held.bytes());
    assertTrue(held.contains(kept));
    held.removeAll(List.of(kept));
    assertEquals(0, held.bytes());
    assertEquals(0, held.size());
  }

  @Test
  void whatIsNotHeldIsPassedOver() {
    UUID row = add("a", 10);
    held.removeAll(List.of(UUID.randomUUID(), row, row, UUID.randomUUID()));
    assertEquals(0, held.bytes());
    assertFalse(held.contains(row));
  }
}
