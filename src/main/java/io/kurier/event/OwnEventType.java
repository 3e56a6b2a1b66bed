package io.kurier.event;

import java.time.Instant;

/** An account's own event type as it is kept. */
record OwnEventType(EventType type, Instant createdAt, Instant updatedAt) {}
