package io.kurier.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.share.SharedPool;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchBufferTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final TestSink sink = new TestSink();
  private final InFlight inFlight = new InFlight(new SharedPool(1_000), sink);

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  private BatchBuffer open(Limits limits) {
    return new BatchBuffer("default", Rows.WEBHOOK, limits, sink, inFlight, timer);
  }

  private static List<Pending> offer(BatchBuffer buffer, int count, String body) {
    List<Pending> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      assertTrue(buffer.reserve());
      Pending row = Rows.fresh(body);
      rows.add(row);
      buffer.offer(row);
    }
    return rows;
  }

  @Test
  void aLoneEventGoesAtOnceWhereBatchingIsOff() {
    List<Pending> rows = offer(open(Rows.SINGLY), 1, "{}");
    assertEquals(List.of(1), sink.sizes());
    assertFalse(sink.sent().getFirst().array());
    assertEquals(rows.getFirst().id(), sink.sent().getFirst().id());
  }

  @Test
  void aBatchIsSentWhenItsCountIsReached() {
    List<Pending> rows = offer(open(Rows.batches(3, 1 << 20, LONG)), 7, "{}");
    assertEquals(List.of(3, 3), sink.sizes());
    assertTrue(sink.sent().getFirst().array());
    assertEquals(rows.subList(0, 3), sink.sent().getFirst().rows());
  }

  @Test
  void aBatchIsSentWhenTheWindowCloses() {
    offer(open(Rows.batches(100, 1 << 20, SHORT)), 2, "{}");
    assertEquals(List.of(), sink.sizes());
    await().until(() -> sink.sizes().equals(List.of(2)));
  }

  @Test
  void aBatchNeverHasMoreBytesThanItMay() {
    // Three of 10 bytes make an array of 34.
    offer(open(Rows.batches(100, 34, LONG)), 7, "0123456789");
    assertEquals(List.of(3, 3), sink.sizes());
  }

  @Test
  void anEventThatIsLargerThanABatchMayBeGoesAlone() {
    BatchBuffer buffer = open(Rows.batches(100, 34, LONG));
    offer(buffer, 1, "x".repeat(100));
    offer(buffer, 3, "0123456789");
    assertEquals(List.of(1, 3), sink.sizes());
  }

  @Test
  void noMoreRequestsAreOnTheWayThanMayBe() {
    offer(open(Rows.SINGLY), 10, "{}");
    assertEquals(4, sink.sent().size());
    sink.endOne();
    assertEquals(5, sink.sent().size());
    sink.endAll();
    assertEquals(10, sink.sent().size());
  }

  @Test
  void aNarrowedBufferSendsOneByOne() {
    BatchBuffer buffer = open(Rows.SINGLY);
    buffer.narrow(1);
    offer(buffer, 3, "{}");
    assertEquals(1, sink.sent().size());
    buffer.narrow(Integer.MAX_VALUE);
    assertEquals(3, sink.sent().size());
  }

  @Test
  void nothingIsSentToAReceiverThatAskedForLessUntilItsTurnComes() {
    BatchBuffer buffer = open(Rows.SINGLY);
    sink.setWait(SHORT);
    offer(buffer, 3, "{}");
    assertEquals(0, sink.sent().size());
    sink.setWait(Duration.ZERO);
    await().until(() -> sink.sent().size() == 3);
  }

  @Test
  void aPauseThatACustomerEndsIsNotWaitedFor() {
    BatchBuffer buffer = open(Rows.SINGLY);
    sink.setWait(LONG);
    offer(buffer, 3, "{}");
    sink.setWait(Duration.ZERO);
    buffer.change(Rows.SINGLY);
    assertEquals(3, sink.sent().size());
  }

  @Test
  void nobodyWaitsForAReceiverThatAskedForLess() {
    BatchBuffer buffer = open(Rows.SINGLY);
    offer(buffer, Rows.SINGLY.maxInFlight() + Rows.SINGLY.enough(), "{}");
    assertEquals(0, producer(buffer).get());
    sink.setWait(SHORT);
    assertEquals(1, producer(buffer).get());
  }

  @Test
  void whatWasSentBeforeStaysWhatItWas() {
    BatchBuffer buffer = open(Rows.batches(100, 1 << 20, LONG));
    Pending single = Rows.again(false, "{}");
    Pending batch = Rows.again(true, "{}", "{}");
    for (Pending row : List.of(single, batch)) {
      assertTrue(buffer.reserve());
      buffer.offer(row);
    }
    assertEquals(
        List.of(List.of(single), List.of(batch)), sink.sent().stream().map(Batch::rows).toList());
    assertEquals(List.of(false, true), sink.sent().stream().map(Batch::array).toList());
    assertEquals(List.of(single.id(), batch.id()), sink.sent().stream().map(Batch::id).toList());
  }

  @Test
  void firstTriesGoBeforeRetriesButRetriesHaveAShare() {
    BatchBuffer buffer = open(new Limits(false, 1, 1 << 20, LONG, 1));
    offer(buffer, 12, "{}");
    for (int i = 0; i < 3; i++) {
      assertTrue(buffer.reserve());
      buffer.offer(Rows.again(false, "{}"));
    }
    sink.endAll();
    List<Boolean> fresh =
        sink.sent().stream().map(batch -> batch.rows().getFirst().isFresh()).toList();
    assertEquals(15, fresh.size());
    assertEquals(2, fresh.subList(0, 10).stream().filter(each -> !each).count());
  }

  @Test
  void aChangedConfigurationHoldsForWhatIsNotSentYet() {
    BatchBuffer buffer = open(Rows.batches(100, 1 << 20, LONG));
    offer(buffer, 4, "{}");
    assertEquals(List.of(), sink.sizes());
    buffer.change(Rows.batches(2, 1 << 20, LONG));
    assertEquals(List.of(2, 2), sink.sizes());
  }

  @Test
  void aShorterWindowEndsAWaitThatBeganBefore() {
    BatchBuffer buffer = open(Rows.batches(100, 1 << 20, LONG));
    offer(buffer, 2, "{}");
    buffer.change(Rows.batches(100, 1 << 20, SHORT));
    await().until(() -> sink.sizes().equals(List.of(2)));
  }

  @Test
  void whatWasTakenOutIsNotSent() {
    BatchBuffer buffer = open(Rows.batches(100, 1 << 20, SHORT));
    List<Pending> rows = offer(buffer, 3, "{}");
    assertEquals(rows, buffer.empty());
    List<Pending> later = offer(buffer, 1, "{}");
    await().until(() -> sink.sizes().equals(List.of(1)));
    assertEquals(later, sink.sent().getFirst().rows());
  }

  @Test
  void aBufferIsBounded() {
    BatchBuffer buffer = open(Rows.batches(100, 1 << 20, LONG));
    for (int i = 0; i < 4_000; i++) {
      assertTrue(buffer.reserve());
    }
    assertFalse(buffer.reserve());
    buffer.cancelReservation();
    assertTrue(buffer.reserve());
  }

  @Test
  void aPausedSinkGetsNothingUntilItIsResumed() {
    sink.setFull(true);
    offer(open(Rows.SINGLY), 2, "{}");
    assertEquals(List.of(), sink.sizes());
    sink.setFull(false);
    inFlight.wakeWaiting();
    assertEquals(List.of(1, 1), sink.sizes());
  }

  @Test
  void buffersThatWaitForAPlaceOnTheNodeAreAllServed() {
    InFlight one = new InFlight(new SharedPool(1), sink);
    List<BatchBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      buffers.add(new BatchBuffer("default", Rows.WEBHOOK, Rows.SINGLY, sink, one, timer));
    }
    buffers.forEach(buffer -> offer(buffer, 2, "{}"));
    assertEquals(1, sink.sent().size());
    sink.endAll();
    assertEquals(10, sink.sent().size());
  }

  /** A buffer of a webhook with so many rows. */
  private BatchBuffer open(String account, int webhook, InFlight places, int rows) {
    UUID id = new UUID(0, webhook);
    BatchBuffer buffer = new BatchBuffer(account, id, Rows.SINGLY, sink, places, timer);
    for (int i = 0; i < rows; i++) {
      assertTrue(buffer.reserve());
      buffer.offer(Rows.fresh(account, id));
    }
    return buffer;
  }

  private List<Long> webhooks() {
    return sink.sent().stream().map(sent -> sent.webhookId().getLeastSignificantBits()).toList();
  }

  @Test
  void anAccountWithManyWebhooksLeavesPlacesForOthers() {
    InFlight places = new InFlight(new SharedPool(30), sink);
    for (int i = 0; i < 100; i++) {
      open("big", i, places, 1);
    }
    assertEquals(20, sink.sent().size());
    open("small", 1_000, places, 1);
    assertEquals(21, sink.sent().size());
  }

  @Test
  void aBufferThatIsWokenTakesOnePlaceAndQueuesAgain() {
    InFlight places = new InFlight(new SharedPool(2, 1), sink);
    open("a", 1, places, 1);
    open("a", 2, places, 3);
    open("a", 3, places, 3);
    for (int i = 0; i < 6; i++) {
      sink.endOne();
    }
    assertEquals(List.of(1L, 2L, 3L, 2L, 3L, 2L, 3L), webhooks());
  }

  @Test
  void aPlaceThatIsNotUsedGoesToTheNext() {
    InFlight places = new InFlight(new SharedPool(2, 1), sink);
    open("a", 1, places, 1);
    BatchBuffer emptied = open("a", 2, places, 1);
    open("a", 3, places, 1);
    emptied.empty();
    sink.endOne();
    assertEquals(List.of(1L, 3L), webhooks());
  }

  @Test
  void aWebhookThatMayNotStartHoldsUpNoOther() {
    InFlight places = new InFlight(new SharedPool(2, 1), sink);
    open("a", 1, places, 1);
    sink.close(new UUID(0, 2));
    open("a", 2, places, 1);
    open("a", 3, places, 1);
    sink.endOne();
    assertEquals(List.of(1L, 3L), webhooks());
  }

  @Test
  void aBufferWithAReservationIsNotClosed() {
    BatchBuffer buffer = open(Rows.SINGLY);
    assertTrue(buffer.reserve());
    assertFalse(buffer.closeIfIdle(0));
    buffer.cancelReservation();
    assertTrue(buffer.closeIfIdle(0));
    assertFalse(buffer.reserve());
  }

  private static AtomicInteger producer(BatchBuffer buffer) {
    AtomicInteger admitted = new AtomicInteger();
    Uni<Void> room = buffer.whenLessFull(1);
    if (room == null) {
      admitted.incrementAndGet();
    } else {
      room.subscribe().with(went -> admitted.incrementAndGet());
    }
    return admitted;
  }

  @Test
  void aProducerWaitsUntilAFullBufferIsLessFull() {
    BatchBuffer buffer = open(Rows.SINGLY);
    offer(buffer, Rows.SINGLY.maxInFlight() + Rows.SINGLY.enough() - 1, "{}");
    assertEquals(1, producer(buffer).get());
    offer(buffer, 1, "{}");
    AtomicInteger first = producer(buffer);
    AtomicInteger second = producer(buffer);
    assertEquals(0, first.get());
    sink.endOne();
    assertEquals(1, first.get());
    await().until(() -> second.get() == 1);
  }

  @Test
  void whoComesLaterWaitsBehindThoseWhoWait() {
    BatchBuffer buffer = open(Rows.SINGLY);
    offer(buffer, Rows.SINGLY.maxInFlight() + Rows.SINGLY.enough(), "{}");
    List<String> order = new ArrayList<>();
    Objects.requireNonNull(buffer.whenLessFull(1))
        .subscribe()
        .with(
            went -> {
              // It brings one, and so takes the place that came free.
              order.add("first");
              offer(buffer, 1, "{}");
            });
    Objects.requireNonNull(buffer.whenLessFull(1)).subscribe().with(went -> order.add("second"));
    sink.endOne();
    assertEquals(List.of("first"), order);
    sink.endOne();
    assertEquals(List.of("first", "second"), order);
  }

  @Test
  void nobodyWaitsForAReceiverThatIsSlowerThanTheNode() {
    BatchBuffer buffer = open(Rows.SINGLY);
    offer(buffer, Rows.SINGLY.maxInFlight() + Rows.SINGLY.enough(), "{}");
    AtomicInteger first = producer(buffer);
    assertEquals(0, first.get());
    sink.setBusy(false);
    assertEquals(1, producer(buffer).get());
    await().until(() -> first.get() == 1);
  }

  @Test
  void whileRowsWaitInTheTableAProducerWaitsForAReceiverThatKeepsUp() {
    BatchBuffer buffer = open(Rows.SINGLY);
    sink.setBusy(false);
    sink.setBehind(true);
    AtomicInteger first = producer(buffer);
    assertEquals(0, first.get());
    sink.setBehind(false);
    await().until(() -> first.get() == 1);
  }

  @Test
  void whileRowsWaitInTheTableNobodyWaitsForAReceiverThatDoesNotKeepUp() {
    BatchBuffer buffer = open(Rows.SINGLY);
    sink.setBehind(true);
    offer(buffer, Rows.SINGLY.maxInFlight() + Rows.SINGLY.enough(), "{}");
    assertEquals(1, producer(buffer).get());
  }

  @Test
  void nobodyWaitsForAReceiverThatDoesNotAcknowledge() {
    BatchBuffer buffer = open(Rows.SINGLY);
    offer(buffer, Rows.SINGLY.maxInFlight() + Rows.SINGLY.enough(), "{}");
    AtomicInteger first = producer(buffer);
    assertEquals(0, first.get());
    buffer.narrow(1);
    assertEquals(1, first.get());
    assertEquals(1, producer(buffer).get());
  }

  @Test
  void thereIsRoomForMoreThanIsEnough() {
    BatchBuffer buffer = open(Rows.SINGLY);
    offer(buffer, Rows.SINGLY.maxInFlight() + Rows.SINGLY.places(), "{}");
    assertFalse(buffer.reserve());
  }

  @Test
  void notMoreThanAThousandWait() {
    BatchBuffer buffer = open(Rows.SINGLY);
    offer(buffer, Rows.SINGLY.maxInFlight() + Rows.SINGLY.enough(), "{}");
    for (int i = 0; i < RoomQueue.MOST; i++) {
      assertEquals(0, producer(buffer).get());
    }
    assertEquals(1, producer(buffer).get());
  }

  @Test
  void whoBringsMuchWaitsUntilAllOfItHasRoom() {
    BatchBuffer buffer = open(Rows.SINGLY);
    offer(buffer, Rows.SINGLY.maxInFlight() + 1, "{}");
    AtomicInteger admitted = new AtomicInteger();
    Objects.requireNonNull(buffer.whenLessFull(Rows.SINGLY.places()))
        .subscribe()
        .with(went -> admitted.incrementAndGet());
    assertEquals(0, admitted.get());
    sink.endOne();
    assertEquals(1, admitted.get());
  }

  @Test
  void whoFindsTheRoomTakenByWhatIsBeingCommittedWaitsThoughTheNodeIsNotBusy() {
    sink.setBusy(false);
    BatchBuffer buffer = open(Rows.SINGLY);
    for (int i = 0; i < Rows.SINGLY.places(); i++) {
      assertTrue(buffer.reserve());
    }
    AtomicInteger producer = producer(buffer);
    assertEquals(0, producer.get());
    buffer.cancelReservation();
    assertEquals(1, producer.get());
  }
}
