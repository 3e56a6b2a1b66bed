package io.kurier.event;

import io.kurier.trace.TraceSpan;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one request wants to be kept, all or nothing.
 *
 * @param idempotency of the request; null where it has no key
 * @param span of its commit; null where it has no trace
 */
record Submission(List<Event> events, @Nullable Idempotency idempotency, @Nullable TraceSpan span) {

  /** Without a trace. */
  Submission(List<Event> events, @Nullable Idempotency idempotency) {
    this(events, idempotency, null);
  }

  /**
   * An idempotency key.
   *
   * @param key of {@code seen}
   * @param request the hash of what was asked for
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Idempotency(byte[] key, byte[] request) {}

  /** How an event is answered: our id, and how many webhooks it goes to. */
  record Kept(UUID id, int deliveries) {}

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

    /** The same request was answered before. */
    record Replayed(List<Kept> answers) implements Fate {}

    /** Another request was answered before under the same idempotency key. */
    record Contradicted() implements Fate {}
  }

  long bytes() {
    return events.stream().mapToLong(Event::size).sum();
  }
}
