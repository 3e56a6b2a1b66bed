package io.kurier.event;

import org.jspecify.annotations.Nullable;

/**
 * A kind of event.
 *
 * @param type its name on the wire
 * @param labelDe what it is called in German
 * @param labelEn what it is called in English
 * @param schema JSON Schema (2020-12) of the event's body, as text; documents, and is enforced only
 *     where {@code enforce}
 * @param sample an event that validates against the schema, as text
 * @param enforce events that violate the schema are rejected; only for an account's own types
 * @param builtIn one that every account has, not an account's own
 */
public record EventType(
    String type,
    String labelDe,
    String labelEn,
    @Nullable String schema,
    @Nullable String sample,
    boolean enforce,
    boolean builtIn) {}
