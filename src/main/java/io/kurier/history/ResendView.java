package io.kurier.history;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a resend came to.
 *
 * @param deliveries how many are open again
 */
@Schema(name = "Resent", description = "What will be sent again.")
record ResendView(
    @Schema(
            required = true,
            description =
                "How many deliveries are open again. Those that were still open are not counted.")
        int deliveries) {}
