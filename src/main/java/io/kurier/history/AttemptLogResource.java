package io.kurier.history;

import io.kurier.account.Caller;
import io.kurier.delivery.AttemptView;
import io.kurier.paging.ListParameters;
import io.kurier.paging.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The requests that were made to a webhook. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Attempts")
class AttemptLogResource {

  private final RecipientStore recipients;
  private final AttemptLogStore attempts;
  private final Caller caller;

  AttemptLogResource(RecipientStore recipients, AttemptLogStore attempts, Caller caller) {
    this.recipients = recipients;
    this.attempts = attempts;
    this.caller = caller;
  }

  @GET
  @Path("{id}/attempts")
  @Operation(
      operationId = "listAttempts",
      summary = "List a webhook's attempts",
      description = "The requests that were made to it, the newest first, tests too.")
  @APIResponse(responseCode = "200", description = "A page of attempts")
  public Uni<Page<AttemptView>> list(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id,
      @Parameter(
              description = "Only those with this outcome",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {
                        "acknowledged",
                        "refused",
                        "timed_out",
                        "unreachable",
                        "blocked"
                      }))
          @QueryParam("outcome")
          @Nullable String outcome,
      @Parameter(
              description =
                  "Only those that carried an event of this type; tests are left out. A page may then hold"
                      + " fewer than 'limit', even none, although there is a next one: some thousand"
                      + " attempts are looked into for each",
              schema = @Schema(type = SchemaType.STRING, maxLength = 128))
          @QueryParam("type")
          @Nullable String type,
      @Parameter(
              description = "Only those sent at this time or later",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("since")
          @Nullable String since,
      @Parameter(
              description = "Only those sent before this time",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("until")
          @Nullable String until,
      @Parameter(description = "The 'next' of the page before") @QueryParam("cursor")
          @Nullable String cursor,
      @Parameter(
              description = "How many at most",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = ListParameters.HIGHEST_LIMIT,
                      defaultValue = ListParameters.DEFAULT_LIMIT))
          @QueryParam("limit")
          @Nullable String limit) {
    AttemptFilter filter = AttemptFilter.of(outcome, type, since, until, cursor, limit);
    String accountId = caller.accountId();
    return recipients
        .one(accountId, id)
        .chain(webhook -> attempts.ofWebhook(accountId, webhook.id(), filter));
  }
}
