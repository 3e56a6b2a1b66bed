package io.kurier.event;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.Executor;

/**
 * Where events are worked on after a wait, for a place or for the database. What many of them take
 * would keep the event loop that ends the wait busy for longer than others may notice.
 */
final class LongWork {

  /** An event takes as long as so many deliveries. */
  private static final int EVENT_WEIGHT = 5;

  /** About a full group commit of short requests. */
  private static final long SHORT = 10_000;

  private LongWork() {}

  /**
   * The thread that the wait ended on where the work is short, else a worker.
   *
   * @param events how many there are
   * @param deliveries how many these become
   */
  static Executor executor(long events, long deliveries) {
    return isShort(events, deliveries) ? Runnable::run : Infrastructure.getDefaultWorkerPool();
  }

  static boolean isShort(long events, long deliveries) {
    return events * EVENT_WEIGHT + deliveries <= SHORT;
  }
}
