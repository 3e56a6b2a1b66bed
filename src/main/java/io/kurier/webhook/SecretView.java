package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What signs a webhook's requests.
 *
 * @param previous signs as well until {@code previousUntil}; both are absent where no rotation
 *     overlaps
 */
@Schema(name = "Secret", description = "What signs a webhook's requests (Standard Webhooks).")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SecretView(
    @Schema(required = true, examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")
        String secret,
    @Schema(description = "The one before the last rotation, while both sign.")
        @Nullable String previous,
    @Schema(description = "When the previous one stops signing.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant previousUntil) {

  static SecretView of(SigningKeys keys, Instant now) {
    byte[] previous = keys.previous();
    return previous != null && keys.at(now).size() > 1
        ? new SecretView(
            Secrets.shown(keys.current()), Secrets.shown(previous), keys.previousUntil())
        : new SecretView(Secrets.shown(keys.current()), null, null);
  }
}
