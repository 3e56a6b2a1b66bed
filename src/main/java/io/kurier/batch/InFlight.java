package io.kurier.batch;

import io.kurier.share.Holder;
import io.kurier.share.SharedPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The node's places for requests, and the buffers that wait for one: accounts take turns, and
 * within an account its webhooks. A buffer that is woken gets one place, and queues again for the
 * next.
 */
final class InFlight {

  private final SharedPool places;
  private final BatchSink sink;

  // Guarded by itself.
  private final FairQueue<BatchBuffer> waiting = new FairQueue<>();

  /** Read without the lock, since mostly none waits. */
  private volatile boolean noneWaits = true;

  private final AtomicInteger waking = new AtomicInteger();

  InFlight(SharedPool places, BatchSink sink) {
    this.places = places;
    this.sink = sink;
  }

  boolean tryAcquire(BatchBuffer buffer) {
    return sink.mayStart(buffer.holder()) && places.tryTake(buffer.holder(), 1);
  }

  /** Gives the buffer a place when one is free for it; a buffer asks once until it is woken. */
  void await(BatchBuffer buffer) {
    synchronized (waiting) {
      waiting.add(buffer.accountId(), buffer);
      noneWaits = false;
    }
  }

  void release(BatchBuffer buffer, int count) {
    places.giveBack(buffer.holder(), count);
    wakeWaiting();
  }

  /**
   * Gives places to those who wait. One thread at a time; others leave it a note to look again, and
   * so does a buffer that gives its place back at once.
   */
  void wakeWaiting() {
    if (noneWaits || waking.getAndIncrement() != 0) {
      return;
    }
    int notes = 1;
    do {
      for (BatchBuffer next = next(); next != null; next = next()) {
        next.wake();
      }
      notes = waking.addAndGet(-notes);
    } while (notes != 0);
  }

  private @Nullable BatchBuffer next() {
    synchronized (waiting) {
      BatchBuffer next =
          waiting.poll(account -> places.hasRoom(Holder.of(account), 1), this::tryAcquire);
      noneWaits = waiting.isEmpty();
      return next;
    }
  }

  /** Whether a buffer that just began to wait might have missed the last release. */
  boolean hasPlace(BatchBuffer buffer) {
    return sink.mayStart(buffer.holder()) && places.hasRoom(buffer.holder(), 1);
  }

  int count() {
    return (int) places.used();
  }
}
