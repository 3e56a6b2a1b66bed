package io.kurier.batch;

import java.time.Duration;

/**
 * How a webhook's buffer cuts and how much of it may be on the way.
 *
 * @param batching off: each event goes alone, at once
 * @param maxInFlight requests at a time
 */
public record Limits(
    boolean batching, int maxEvents, int maxBytes, Duration maxWait, int maxInFlight) {

  /**
   * Events that may wait in memory: a request may bring as many as keep a webhook busy for long.
   */
  public int places() {
    return 4 * enough();
  }

  /**
   * Events that are enough to keep a webhook busy: ten batches, or as many as are sent one by one
   * while more are claimed. Who brings still more may be asked to wait.
   */
  int enough() {
    return batching ? Math.max(1_000, 10 * maxEvents) : 1_000;
  }
}
