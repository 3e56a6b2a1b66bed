package io.kurier.event;

import io.kurier.trace.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that is about to be kept, with its deliveries.
 *
 * @param id ours, UUIDv7
 * @param key under which the producer's own id is known for a day; null where none was given
 * @param trace where what is done for it belongs; null where it has no trace
 * @param hops how many requests of Kurier it came through on its way here
 * @param line of NDJSON that it came in, from one; else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Event(
    UUID id,
    String accountId,
    Incoming incoming,
    Instant receivedAt,
    byte @Nullable [] key,
    List<Delivery> deliveries,
    @Nullable TraceContext trace,
    int hops,
    @Nullable Integer line) {

  /**
   * A delivery of the event to one webhook.
   *
   * @param owner this node if it keeps a place for it, else null
   */
  record Delivery(UUID id, UUID webhookId, @Nullable UUID owner) {}

  /** An event without a trace that came straight from its producer. */
  Event(
      UUID id,
      String accountId,
      Incoming incoming,
      Instant receivedAt,
      byte @Nullable [] key,
      List<Delivery> deliveries) {
    this(id, accountId, incoming, receivedAt, key, deliveries, null, 0, null);
  }

  int size() {
    return incoming.body().length;
  }

  String type() {
    return incoming.type();
  }
}
