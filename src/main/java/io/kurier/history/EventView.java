package io.kurier.history;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event, with what became of it.
 *
 * @param producerId the producer's own id; null where it gave none
 * @param occurredAt as the producer said; null where it did not
 * @param body the producer's JSON, byte for byte
 * @param deliveries one for each webhook that it was matched with
 */
@Schema(name = "Event", description = "An event as it came in, and what became of it.")
record EventView(
    @Schema(required = true) UUID id,
    @Schema(
            required = true,
            description = "The producer's own id; null where it gave none.",
            nullable = true)
        @Nullable String producerId,
    @Schema(required = true, examples = "contact_added") String type,
    @Schema(
            required = true,
            description = "As the producer said; null where it did not.",
            nullable = true)
        @Nullable Instant occurredAt,
    @Schema(required = true) Instant receivedAt,
    @Schema(required = true, ref = "EventBody", description = "The producer's JSON, byte for byte.")
        @JsonRawValue
        String body,
    @Schema(required = true, description = "One for each webhook that the event was matched with.")
        List<EventDeliveryView> deliveries) {}
