package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as its owner sees it.
 *
 * @param headers the values are write-only and therefore null
 * @param secret only in the answer to its creation
 * @param unreadable what is left out because it can't be decrypted
 */
@Schema(name = "Webhook", description = "A webhook: its configuration and how it is doing.")
record WebhookView(
    @Schema(required = true) UUID id,
    @Schema(required = true) String name,
    @Schema(
            required = true,
            format = "uri",
            description =
                "In lists the values of its query are masked: ?secret=***. A PUT or PATCH with exactly"
                    + " that keeps the stored query.",
            examples = "https://example.com/hooks?secret=xyz")
        String url,
    @Schema(required = true) List<String> events,
    @Schema(required = true) WebhookStatus status,
    @Schema(required = true) Batching batching,
    @Schema(required = true) DeliveryPolicy delivery,
    @Schema(required = true, ref = "ShownHeaders")
        @JsonInclude(content = JsonInclude.Include.ALWAYS)
        Map<String, @Nullable String> headers,
    @Schema(required = true, description = "Counts the configuration's changes; also the ETag.")
        int version,
    @Schema(required = true) @JsonFormat(shape = JsonFormat.Shape.STRING) Instant createdAt,
    @Schema(required = true) @JsonFormat(shape = JsonFormat.Shape.STRING) Instant updatedAt,
    @Schema(required = true) Health health,
    @Schema(
            description = "Signs its requests. Only in the answer that creates the webhook.",
            examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String secret,
    @Schema(
            description =
                "Members of the webhook or its secret that can't be decrypted with the configured keys;"
                    + " absent where all can. Until an operator sees to it, its deliveries wait.",
            examples = "[\"headers\"]")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> unreadable) {

  static WebhookView of(
      Webhook webhook,
      Configuration configuration,
      Health health,
      @Nullable String secret,
      List<String> unreadable) {
    return of(
        webhook.id(),
        configuration,
        webhook.version(),
        webhook.createdAt(),
        webhook.updatedAt(),
        health,
        secret,
        unreadable);
  }

  static WebhookView of(
      UUID id,
      Configuration configuration,
      int version,
      Instant createdAt,
      Instant updatedAt,
      Health health,
      @Nullable String secret,
      List<String> unreadable) {
    return new WebhookView(
        id,
        configuration.name(),
        configuration.url(),
        configuration.events(),
        configuration.status(),
        configuration.batching(),
        configuration.delivery(),
        withoutValues(configuration.headers()),
        version,
        createdAt,
        updatedAt,
        health,
        secret,
        unreadable);
  }

  private static Map<String, @Nullable String> withoutValues(Map<String, String> headers) {
    Map<String, @Nullable String> names = new LinkedHashMap<>();
    headers.keySet().forEach(name -> names.put(name, null));
    return Collections.unmodifiableMap(names);
  }
}
