package io.kurier.event;

import io.kurier.trace.TraceSpan;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one request wants to be kept, all or nothing.
 *
 * @param rejected how many lines of NDJSON it brought beside, which are not kept; null where it is
 *     none
 * @param idempotency of the request; null where it has no key
 * @param span of its commit; null where it has no trace
 */
record Submission(
    List<Event> events,
    @Nullable Integer rejected,
    @Nullable Idempotency idempotency,
    @Nullable TraceSpan span) {

  /** A row of delivery until it is committed: two ids and what holds them, and its parameters. */
  private static final int DELIVERY_BYTES = 200;

  /**
   * An idempotency key.
   *
   * @param key of {@code seen}
   * @param request the fingerprint of the request
   * @param former how an earlier version may have written that fingerprint; null where as now
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Idempotency(byte[] key, byte[] request, byte @Nullable [] former) {

    /** Whether the request that was kept under the key is this one. */
    boolean isOf(byte[] kept) {
      return Arrays.equals(kept, request) || (former != null && Arrays.equals(kept, former));
    }
  }

  /**
   * How an event is answered.
   *
   * @param line of NDJSON, from one; else null
   * @param id ours
   * @param deliveries how many webhooks it goes to
   */
  record Kept(@Nullable Integer line, UUID id, int deliveries) {

    static Kept of(Event event) {
      return new Kept(event.line(), event.id(), event.deliveries().size());
    }
  }

  /** What became of a submission. */
  sealed interface Fate {

    /**
     * It is committed. An event whose producer's id was known is not among it, but answered as it
     * was the first time.
     *
     * @param answers in the order of the events
     */
    record Committed(List<Kept> answers) implements Fate {

      /** Whether an event was kept now, and not answered from an earlier time. */
      boolean isNew(int index, Event event) {
        return answers.get(index).id().equals(event.id());
      }
    }

    /**
     * The same request was answered before.
     *
     * @param answer as {@link KeptAnswer#of} reads it
     */
    record Replayed(String answer) implements Fate {}

    /** Another request was answered before under the same idempotency key. */
    record Contradicted() implements Fate {}
  }

  /** How many deliveries the events become. */
  long deliveries() {
    long deliveries = 0;
    for (Event event : events) {
      deliveries += event.deliveries().size();
    }
    return deliveries;
  }

  /** What it takes of the heap, about. */
  long bytes() {
    long bytes = DELIVERY_BYTES * deliveries();
    for (Event event : events) {
      bytes += event.size();
    }
    return bytes;
  }
}
