package io.kurier.batch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.observe.Meters;
import java.lang.reflect.Proxy;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchBuffersTest {

  /** So small a part of what the buffers may take that the last one finds them nearly full. */
  private static final int PART = (int) (Runtime.getRuntime().maxMemory() / 4 / 32);

  private static final UUID OTHER = new UUID(7, 9);

  private final TestSink sink = new TestSink();
  private final BatchBuffers buffers =
      new BatchBuffers(
          sink,
          (Meters)
              Proxy.newProxyInstance(
                  Meters.class.getClassLoader(),
                  new Class<?>[] {Meters.class},
                  (proxy, method, arguments) -> null));

  @Test
  void nobodyWaitsWhereTheMemoryIsFullOfOtherWebhooksRows() {
    sink.setBehind(true);
    reserveAndCancel(Rows.WEBHOOK);
    assertNotNull(buffers.whenLessFull(Rows.WEBHOOK, 1));
    fill(OTHER);
    assertFalse(buffers.reserve(Rows.WEBHOOK, UUID.randomUUID(), PART, Rows.SINGLY));
    assertNull(buffers.whenLessFull(Rows.WEBHOOK, 1));
  }

  @Test
  void aWebhookWhoseOwnRowsFillTheMemoryIsWaitedFor() {
    sink.setBehind(true);
    for (int i = 0; i <= Rows.SINGLY.maxInFlight(); i++) {
      Pending row = Rows.fresh("{}");
      assertTrue(buffers.reserve(Rows.WEBHOOK, row.id(), row.size(), Rows.SINGLY));
      buffers.offer(row);
    }
    fill(Rows.WEBHOOK);
    assertNotNull(buffers.whenLessFull(Rows.WEBHOOK, 1));
  }

  private void reserveAndCancel(UUID webhook) {
    UUID row = UUID.randomUUID();
    assertTrue(buffers.reserve(webhook, row, 1, Rows.SINGLY));
    buffers.cancel(webhook, row);
  }

  private void fill(UUID webhook) {
    boolean taken = true;
    while (taken) {
      taken = buffers.reserve(webhook, UUID.randomUUID(), PART, Rows.SINGLY);
    }
  }
}
