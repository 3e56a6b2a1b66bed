package io.kurier.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a list of webhooks shows of each.
 *
 * @param waiting deliveries in the table that no node holds
 * @param points one for each of the last 24 hours
 */
@Schema(name = "WebhookActivity", description = "The last 24 hours of a webhook.")
record WebhookActivity(
    @Schema(required = true) UUID webhookId,
    @Schema(
            required = true,
            description =
                "Deliveries that wait for their next try or for room, counted up to 1,000. Those that are being"
                    + " sent are not among them.")
        int waiting,
    @Schema(
            required = true,
            description = "One for each hour, in their order; the last is not over yet.")
        List<Point> points) {

  /**
   * Requests of an hour.
   *
   * @param other requests that were not acknowledged
   */
  @Schema(name = "ActivityPoint")
  record Point(
      @Schema(required = true, description = "When the hour begins.") Instant at,
      @Schema(required = true) long acknowledged,
      @Schema(required = true, description = "Requests that were not acknowledged.") long other) {}

  static WebhookActivity of(UUID webhookId, int waiting, Span span, Map<Instant, Point> counted) {
    return new WebhookActivity(
        webhookId,
        waiting,
        span.steps().stream().map(at -> counted.getOrDefault(at, new Point(at, 0, 0))).toList());
  }

  /** Those of several webhooks. */
  @Schema(name = "WebhookActivities")
  record All(@Schema(required = true) List<WebhookActivity> items) {}
}
