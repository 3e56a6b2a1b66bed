package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of webhooks, the newest first.
 *
 * @param next the cursor of the next page; null on the last
 */
@Schema(description = "A page of webhooks, the newest first.")
record WebhookPage(
    @Schema(required = true) List<WebhookView> items,
    @Schema(
            required = true,
            description = "The cursor of the next page; null on the last.",
            nullable = true)
        @JsonInclude(JsonInclude.Include.ALWAYS)
        @Nullable String next) {}
