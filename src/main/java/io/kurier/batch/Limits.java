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
   * Events that may wait in memory: ten batches, and enough to keep a webhook busy that gets them
   * one by one.
   */
  public int places() {
    return batching ? Math.max(1_000, 10 * maxEvents) : 1_000;
  }
}
