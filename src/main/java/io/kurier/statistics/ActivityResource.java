package io.kurier.statistics;

import io.kurier.account.Caller;
import io.kurier.history.Recipient;
import io.kurier.history.RecipientStore;
import io.kurier.problem.DomainError;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The last day of several webhooks, for a list of them. */
@Path("/v1/statistics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statistics")
class ActivityResource {

  private static final int MOST_WEBHOOKS = 100;
  private static final int MOST_WAITING = 1_000;
  private static final int HOURS = 24;

  private final RecipientStore recipients;
  private final StatisticsStore statistics;
  private final Caller caller;
  private final Clock clock;

  ActivityResource(
      RecipientStore recipients, StatisticsStore statistics, Caller caller, Clock clock) {
    this.recipients = recipients;
    this.statistics = statistics;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Operation(
      operationId = "listActivity",
      summary = "Get the activity of several webhooks",
      description =
          "Of each webhook the last 24 hours, and what waits. Those that do not exist are left out.")
  @APIResponse(responseCode = "200", description = "The activity")
  public Uni<WebhookActivity.All> activity(
      @Parameter(description = "A webhook's id; up to 100 of them", required = true)
          @QueryParam("webhookId")
          List<String> webhookIds) {
    List<UUID> ids = ids(webhookIds);
    Span span = Span.endingAt(clock.instant(), Duration.ofHours(1), HOURS);
    return recipients
        .find(caller.accountId(), ids)
        .map(found -> found.stream().map(Recipient::id).toList())
        .chain(
            own ->
                Uni.combine()
                    .all()
                    .unis(statistics.waiting(own, MOST_WAITING), statistics.activity(own, span))
                    .with(
                        (waiting, counted) ->
                            new WebhookActivity.All(
                                own.stream()
                                    .map(
                                        id ->
                                            WebhookActivity.of(
                                                id,
                                                waiting.getOrDefault(id, 0),
                                                span,
                                                counted.getOrDefault(id, Map.of())))
                                    .toList())));
  }

  private static List<UUID> ids(List<String> given) {
    if (given.isEmpty() || given.size() > MOST_WEBHOOKS) {
      throw DomainError.invalid("webhookId", "has to be given 1 to " + MOST_WEBHOOKS + " times");
    }
    try {
      return given.stream().map(UUID::fromString).distinct().toList();
    } catch (IllegalArgumentException e) {
      throw DomainError.invalid("webhookId", "must be the id of a webhook each time");
    }
  }
}
