package io.kurier.statistics;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.kurier.delivery.AttemptView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries to a webhook went.
 *
 * @param until the end of the last step, which is not over yet
 * @param total of the whole period
 * @param points one for each step, in their order
 * @param batchSizes requests by how many events they carried
 */
@Schema(
    name = "Statistics",
    description = "How deliveries to a webhook went, in a period up to now.")
record StatisticsView(
    @Schema(required = true) UUID webhookId,
    @Schema(
            required = true,
            enumeration = {"PT1H", "PT24H", "P7D", "P30D"})
        String period,
    @Schema(required = true) Instant since,
    @Schema(required = true, description = "The end of the last step, which is not over yet.")
        Instant until,
    @Schema(required = true, type = SchemaType.STRING, format = "duration", examples = "PT1M")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Duration step,
    @Schema(required = true, description = "The whole period.") Point total,
    @Schema(required = true, description = "One for each step, in their order.") List<Point> points,
    @Schema(required = true, description = "Requests by how many events they carried.")
        List<BatchSize> batchSizes) {

  /**
   * Requests that were sent in a span of time.
   *
   * @param at the beginning
   * @param events in acknowledged requests
   */
  @Schema(
      name = "StatisticsPoint",
      description = "The requests that were sent in a span of time; tests are not counted.")
  record Point(
      @Schema(required = true, description = "When it begins.") Instant at,
      @Schema(required = true, description = "Requests by their outcome.") Outcomes outcomes,
      @Schema(required = true, description = "Events in acknowledged requests.") long events,
      @Schema(
              required = true,
              type = SchemaType.STRING,
              format = "duration",
              nullable = true,
              examples = "PT0.042S",
              description =
                  "Half of the requests took no longer; null without requests. From classes of durations, so about.")
          @JsonFormat(shape = JsonFormat.Shape.STRING)
          @Nullable Duration p50,
      @Schema(
              required = true,
              type = SchemaType.STRING,
              format = "duration",
              nullable = true,
              examples = "PT0.042S")
          @JsonFormat(shape = JsonFormat.Shape.STRING)
          @Nullable Duration p95,
      @Schema(
              required = true,
              type = SchemaType.STRING,
              format = "duration",
              nullable = true,
              examples = "PT0.042S")
          @JsonFormat(shape = JsonFormat.Shape.STRING)
          @Nullable Duration p99) {

    static Point of(Instant at, Tally tally) {
      return new Point(
          at,
          new Outcomes(
              tally.acknowledged, tally.refused, tally.timedOut, tally.unreachable, tally.blocked),
          tally.events,
          tally.percentile(0.50),
          tally.percentile(0.95),
          tally.percentile(0.99));
    }
  }

  /** Requests by their outcome; the names are those of {@link AttemptView}. */
  @Schema(name = "OutcomeCounts")
  record Outcomes(
      @Schema(required = true) long acknowledged,
      @Schema(required = true) long refused,
      @Schema(required = true) @JsonProperty("timed_out") long timedOut,
      @Schema(required = true) long unreachable,
      @Schema(required = true) long blocked) {}

  /** Requests that carried at most so many events, and more than the class before. */
  @Schema(name = "BatchSize")
  record BatchSize(
      @Schema(required = true, description = "The most events; more than in the class before.")
          int upTo,
      @Schema(required = true) long requests) {}

  /** Of what was counted in the steps; steps without anything count nothing. */
  static StatisticsView of(UUID webhookId, Period period, Span span, Map<Instant, Tally> series) {
    Tally total = new Tally();
    series.values().forEach(total::add);
    Tally nothing = new Tally();
    List<BatchSize> sizes = new ArrayList<>();
    for (int i = 0; i < Tally.SIZES.length; i++) {
      sizes.add(new BatchSize(Tally.SIZES[i], total.sizes[i]));
    }
    return new StatisticsView(
        webhookId,
        period.wire(),
        span.since(),
        span.until(),
        span.step(),
        Point.of(span.since(), total),
        span.steps().stream().map(at -> Point.of(at, series.getOrDefault(at, nothing))).toList(),
        sizes);
  }
}
