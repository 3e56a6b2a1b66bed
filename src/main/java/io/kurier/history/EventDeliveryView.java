package io.kurier.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of an event to one of its webhooks.
 *
 * @param attempts requests made so far, over all resends
 * @param nextAttemptAt null when it ended, and while the webhook is inactive
 * @param lastAttemptId null before the first request
 * @param reason why it failed; null unless it did
 */
@Schema(
    name = "EventDelivery",
    description = "How far the delivery of an event to one webhook has come.")
record EventDeliveryView(
    @Schema(required = true) UUID webhookId,
    @Schema(required = true) DeliveryState state,
    @Schema(required = true, description = "Requests made so far, over all resends.") int attempts,
    @Schema(
            required = true,
            description =
                "When the next request is due; null when it ended or the webhook is not active.",
            nullable = true)
        @Nullable Instant nextAttemptAt,
    @Schema(
            required = true,
            description = "The last request; null before the first.",
            nullable = true)
        @Nullable UUID lastAttemptId,
    @Schema(description = "Why it failed.", examples = "timed_out")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String reason) {}
