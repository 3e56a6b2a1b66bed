package io.kurier.batch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The requests of the whole node that are on the way, and the buffers that wait for one of them to
 * end, in order.
 */
final class InFlight {

  private final int most;
  private final BooleanSupplier paused;
  private final AtomicInteger now = new AtomicInteger();
  private final Queue<BatchBuffer> waiting = new ConcurrentLinkedQueue<>();

  InFlight(int most, BooleanSupplier paused) {
    this.most = most;
    this.paused = paused;
  }

  boolean tryAcquire() {
    if (paused.getAsBoolean()) {
      return false;
    }
    if (now.incrementAndGet() > most) {
      now.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Wakes the buffer when there is a place again; a buffer asks once until it is woken. */
  void await(BatchBuffer buffer) {
    waiting.add(buffer);
  }

  void release() {
    now.decrementAndGet();
    wakeWaiting();
  }

  /** Wakes those who wait while there is a place: one of them may have nothing to send any more. */
  void wakeWaiting() {
    while (hasPlace()) {
      BatchBuffer next = waiting.poll();
      if (next == null) {
        return;
      }
      next.wake();
    }
  }

  /** Whether a buffer that just began to wait might have missed the last release. */
  boolean hasPlace() {
    return !paused.getAsBoolean() && now.get() < most;
  }

  int count() {
    return now.get();
  }
}
