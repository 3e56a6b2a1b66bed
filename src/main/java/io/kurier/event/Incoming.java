package io.kurier.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was read, before it is known whether it can be kept.
 *
 * @param type its wire name
 * @param source where a CloudEvent came from: its id is unique only together with that; else null
 * @param producerId the producer's own id; null where none was given
 * @param occurredAt when it happened, as the producer says
 * @param accountId {@code account.accountId}
 * @param imported whether the contact came by an import (spec section 2)
 * @param body the producer's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Incoming(
    String type,
    @Nullable String source,
    @Nullable String producerId,
    @Nullable Instant occurredAt,
    @Nullable String accountId,
    boolean imported,
    byte[] body) {

  Incoming withBody(byte[] other) {
    return new Incoming(type, source, producerId, occurredAt, accountId, imported, other);
  }
}
