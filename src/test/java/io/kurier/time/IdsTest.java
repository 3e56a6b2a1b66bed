package io.kurier.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void anIdCarriesItsTime() {
    UUID id = Ids.next(CLOCK);
    assertEquals(7, id.version());
    assertEquals(2, id.variant());
    assertEquals(NOW, Ids.timeOf(id));
    assertTrue(Ids.ORDER.compare(Ids.floor(NOW), id) < 0);
    assertTrue(Ids.ORDER.compare(id, Ids.floor(NOW.plusMillis(1))) < 0);
    assertNotEquals(id, Ids.next(CLOCK));
  }

  @Test
  void aDeliveryHasOneIdWheneverItIsAskedFor() {
    UUID webhook = UUID.randomUUID();
    UUID event = Ids.next(CLOCK);
    UUID id = Ids.ofDelivery(webhook, event);
    assertEquals(id, Ids.ofDelivery(webhook, event));
    assertEquals(8, id.version());
    assertEquals(2, id.variant());
    assertEquals(NOW, Ids.timeOf(id));
    assertNotEquals(id, Ids.ofDelivery(UUID.randomUUID(), event));
    assertNotEquals(id, Ids.ofDelivery(webhook, Ids.next(CLOCK)));
  }

  @Test
  void aBatchOfOneIsNotTheSingleDelivery() {
    UUID webhook = UUID.randomUUID();
    UUID event = Ids.next(CLOCK);
    assertNotEquals(Ids.ofDelivery(webhook, event), Ids.ofBatch(webhook, List.of(event)));
    assertEquals(Ids.ofBatch(webhook, List.of(event)), Ids.ofBatch(webhook, List.of(event)));
  }
}
