package io.kurier.batch;

import java.util.UUID;

/**
 * An event as a delivery carries it.
 *
 * @param body the producer's bytes, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Member(UUID eventId, String type, byte[] body) {}
