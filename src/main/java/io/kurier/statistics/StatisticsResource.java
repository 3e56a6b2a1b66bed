package io.kurier.statistics;

import io.kurier.account.Caller;
import io.kurier.history.RecipientStore;
import io.kurier.paging.ListParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How deliveries to a webhook went, for its charts. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statistics")
class StatisticsResource {

  private final RecipientStore recipients;
  private final StatisticsStore statistics;
  private final Caller caller;
  private final Clock clock;

  StatisticsResource(
      RecipientStore recipients, StatisticsStore statistics, Caller caller, Clock clock) {
    this.recipients = recipients;
    this.statistics = statistics;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Path("{id}/statistics")
  @Operation(
      operationId = "getStatistics",
      summary = "Get a webhook's statistics",
      description =
          "Requests by outcome, duration and size in steps: of a minute for an hour, of 10 minutes for 24 hours,"
              + " of an hour for 7 days, of a day (UTC) for 30 days. What was just sent is there within some 20"
              + " seconds.")
  @APIResponse(responseCode = "200", description = "The statistics")
  public Uni<StatisticsView> get(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id,
      @Parameter(
              description = "How far back",
              required = true,
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"PT1H", "PT24H", "P7D", "P30D"}))
          @QueryParam("period")
          @Nullable String period) {
    ListParameters parameters = new ListParameters();
    Period asked =
        parameters.parsed("period", period == null ? "" : period, Period.HOUR, Period::of);
    parameters.throwIfAnyFault();
    Span span = asked.endingAt(clock.instant());
    return recipients
        .one(caller.accountId(), id)
        .chain(webhook -> statistics.series(webhook.id(), span))
        .map(series -> StatisticsView.of(id, asked, span, series));
  }
}
