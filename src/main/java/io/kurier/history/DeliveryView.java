package io.kurier.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An open or failed delivery of a webhook. A batch that is to be repeated is one; a batch that
 * failed is one for each of its events, since each can be sent again for itself.
 *
 * @param deliveryId the {@code X-Webhook-ID} of its last request, or of its next one where that
 *     will not be a new batch
 * @param attempts requests made so far, over all resends
 * @param nextAttemptAt null when it failed, and while the webhook is inactive
 * @param reason why it failed; null unless it did
 * @param failedAt null unless it failed
 */
@Schema(name = "Delivery", description = "A delivery that is open or failed.")
record DeliveryView(
    @Schema(required = true, description = "The X-Webhook-ID, once it was sent.") UUID deliveryId,
    @Schema(
            required = true,
            description =
                "The events. A batch that is to be repeated has several; a batch that failed is"
                    + " listed once for each of its events, with the same deliveryId.")
        List<UUID> eventIds,
    @Schema(
            required = true,
            implementation = String.class,
            enumeration = {"pending", "retrying", "failed"})
        DeliveryState state,
    @Schema(required = true, description = "Requests made so far, over all resends.") int attempts,
    @Schema(
            required = true,
            description =
                "When the next request is due; null when it failed or the webhook is not active.",
            nullable = true)
        @Nullable Instant nextAttemptAt,
    @Schema(description = "Why it failed.", examples = "timed_out")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String reason,
    @Schema(description = "When it failed.") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Instant failedAt) {}
