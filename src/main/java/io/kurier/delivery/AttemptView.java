package io.kurier.delivery;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request to a receiver, as it is shown.
 *
 * @param id the {@code X-Request-ID}
 * @param deliveryId the {@code X-Webhook-ID}
 * @param eventIds in the order of the body
 * @param number counted from one, over all resends
 * @param status of the answer; null where there was none
 * @param error what went wrong; null where the status says it
 * @param duration to the millisecond
 * @param response the beginning of the answer's body; null where it was empty
 */
@Schema(name = "Attempt", description = "A request to a receiver, and how it ended.")
public record AttemptView(
    @Schema(required = true, description = "The request's X-Request-ID.") UUID id,
    @Schema(required = true) UUID webhookId,
    @Schema(required = true, description = "The request's X-Webhook-ID.") UUID deliveryId,
    @Schema(required = true, description = "The events that it carried, in their order.")
        List<UUID> eventIds,
    @Schema(required = true, description = "Counted from one, over all resends.") int number,
    @Schema(
            required = true,
            enumeration = {"acknowledged", "refused", "timed_out", "unreachable", "blocked"})
        String outcome,
    @Schema(
            required = true,
            description = "The answer's HTTP status; null where there was none.",
            nullable = true)
        @Nullable Integer status,
    @Schema(
            required = true,
            description = "What went wrong; null where the status says it.",
            nullable = true)
        @Nullable String error,
    @Schema(required = true) Instant sentAt,
    @Schema(required = true, type = SchemaType.STRING, format = "duration", examples = "PT0.042S")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Duration duration,
    @Schema(
            required = true,
            description =
                "The first 16 KiB of the answer's body as UTF-8, what is malformed replaced; null"
                    + " where it was empty.",
            nullable = true)
        @Nullable String response) {

  /** The names of all outcomes. */
  public static final List<String> OUTCOMES =
      List.of("acknowledged", "refused", "timed_out", "unreachable", "blocked");

  /** A request that just ended. */
  static AttemptView of(Attempt attempt) {
    Outcome outcome = attempt.outcome();
    return new AttemptView(
        attempt.id(),
        attempt.batch().webhookId(),
        attempt.deliveryId(),
        attempt.batch().eventIds(),
        attempt.number(),
        outcome.wire(),
        outcome.status(),
        outcome.error(),
        // As the table keeps them, so that it looks the same when it is read again.
        attempt.sentAt().truncatedTo(ChronoUnit.MICROS),
        attempt.duration().truncatedTo(ChronoUnit.MILLIS),
        text(outcome.response()));
  }

  /** An answer's body as text; null where it is empty. */
  public static @Nullable String text(byte[] response) {
    return response.length == 0 ? null : new String(response, StandardCharsets.UTF_8);
  }
}
