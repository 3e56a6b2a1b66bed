package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A webhook's health, which is the service's to tell and never part of the configuration's version.
 *
 * @param since when the state began; null while it is ok
 * @param reason what the last request came to; null while it is ok
 * @param lastStatus the HTTP status of the last answer; null where there was none
 * @param pausedUntil until when nothing is sent because the receiver asked for it; null where it
 *     did not
 */
@Schema(description = "How the receiver is doing. Written by the service only.")
record Health(
    @Schema(required = true) HealthState state,
    @Schema(
            required = true,
            description = "When the state began; null while it is ok.",
            nullable = true)
        @Nullable Instant since,
    @Schema(
            required = true,
            description = "What the last request came to; null while it is ok.",
            nullable = true,
            examples = "The connection was refused.")
        @Nullable String reason,
    @Schema(
            required = true,
            description = "The status of the last answer, if there was one.",
            nullable = true)
        @Nullable Integer lastStatus,
    @Schema(
            required = true,
            description =
                "Until when nothing is sent, because the receiver asked for that with Retry-After;"
                    + " null where it did not.",
            nullable = true,
            examples = "2026-03-01T10:05:00Z")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant pausedUntil) {

  static final Health OK = new Health(HealthState.OK, null, null, null, null);

  Health pausedUntil(Instant until) {
    return new Health(state, since, reason, lastStatus, until);
  }
}
