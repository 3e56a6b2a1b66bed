package io.kurier.batch;

import io.kurier.trace.TraceContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as a delivery carries it.
 *
 * @param body the producer's bytes, never changed
 * @param trace where it belongs; null where it has no trace
 * @param hops how many requests of Kurier it came through on its way here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Member(
    UUID eventId, String type, byte[] body, @Nullable TraceContext trace, int hops) {

  /** An event without a trace that came straight from its producer. */
  public Member(UUID eventId, String type, byte[] body) {
    this(eventId, type, body, null, 0);
  }
}
