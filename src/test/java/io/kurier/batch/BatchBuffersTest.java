package io.kurier.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.share.TestPools;
import io.kurier.support.NoMeters;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchBuffersTest {

  /** So small a part of what the buffers may take that the last one finds them nearly full. */
  private static final int PART = (int) (Runtime.getRuntime().maxMemory() / 4 / 32);

  private final TestSink sink = new TestSink();
  private final BatchBuffers buffers =
      new BatchBuffers(sink, TestPools.ofDefaults(), NoMeters.INSTANCE);

  @Test
  void nobodyWaitsWhereTheAccountsMemoryIsFullOfOtherWebhooksRows() {
    sink.setBehind(true);
    reserveAndCancel(Rows.WEBHOOK);
    assertNotNull(buffers.whenLessFull(Rows.WEBHOOK, 1));
    for (int other = 0; other < 20; other++) {
      fill(new UUID(7, 100 + other));
    }
    assertFalse(buffers.reserve("default", Rows.WEBHOOK, UUID.randomUUID(), PART, Rows.SINGLY));
    assertNull(buffers.whenLessFull(Rows.WEBHOOK, 1));
  }

  @Test
  void aWebhookWhoseOwnRowsFillTheMemoryIsWaitedFor() {
    sink.setBehind(true);
    for (int i = 0; i <= Rows.SINGLY.maxInFlight(); i++) {
      Pending row = Rows.fresh("{}");
      assertTrue(buffers.reserve("default", Rows.WEBHOOK, row.id(), row.size(), Rows.SINGLY));
      buffers.offer(row);
    }
    fill(Rows.WEBHOOK);
    assertNotNull(buffers.whenLessFull(Rows.WEBHOOK, 1));
  }

  @Test
  void anotherAccountFindsMemoryHoweverMuchOneHolds() {
    for (int other = 0; other < 20; other++) {
      fill(new UUID(7, 100 + other));
    }
    assertTrue(buffers.reserve("another", new UUID(8, 8), UUID.randomUUID(), PART, Rows.SINGLY));
  }

  @Test
  void whereMemoryIsShortTheOldestBatchThatMayBeSentIsHurried() {
    UUID throttled = new UUID(7, 1);
    sink.setWait(throttled, Duration.ofHours(1));
    UUID closed = new UUID(7, 2);
    sink.close(closed);
    UUID willing = new UUID(7, 3);
    List.of(throttled, closed, willing).forEach(this::offerToWait);
    await()
        .until(
            () -> {
              for (int other = 0; other < 20; other++) {
                fill(new UUID(7, 100 + other));
              }
              return !sink.sent().isEmpty();
            });
    assertEquals(List.of(willing), sink.sent().stream().map(Batch::webhookId).toList());
  }

  private void offerToWait(UUID webhook) {
    Limits limits = Rows.batches(100, 1 << 20, Duration.ofMinutes(5));
    Pending row = Rows.fresh("default", webhook);
    assertTrue(buffers.reserve("default", webhook, row.id(), row.size(), limits));
    buffers.offer(row);
  }

  private void reserveAndCancel(UUID webhook) {
    UUID row = UUID.randomUUID();
    assertTrue(buffers.reserve("default", webhook, row, 1, Rows.SINGLY));
    buffers.cancel(webhook, row);
  }

  private void fill(UUID webhook) {
    boolean taken = true;
    while (taken) {
      taken = buffers.reserve("default", webhook, UUID.randomUUID(), PART, Rows.SINGLY);
    }
  }
}
