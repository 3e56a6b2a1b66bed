package io.kurier.history;

import io.kurier.account.Caller;
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

/** What is open or failed of a webhook. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
class DeliveryResource {

  private final RecipientStore recipients;
  private final DeliveryListStore deliveries;
  private final Caller caller;

  DeliveryResource(RecipientStore recipients, DeliveryListStore deliveries, Caller caller) {
    this.recipients = recipients;
    this.deliveries = deliveries;
    this.caller = caller;
  }

  @GET
  @Path("{id}/deliveries")
  @Operation(
      operationId = "listDeliveries",
      summary = "List open and failed deliveries",
      description =
          "First what is open, by when it is due; then what has failed, the newest event first. Of"
              + " what was delivered, the attempts tell.")
  @APIResponse(responseCode = "200", description = "A page of deliveries")
  public Uni<Page<DeliveryView>> list(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id,
      @Parameter(
              description = "Only those in this state",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"pending", "retrying", "failed"}))
          @QueryParam("state")
          @Nullable String state,
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
    DeliveryFilter filter = DeliveryFilter.of(state, cursor, limit);
    String accountId = caller.accountId();
    return recipients
        .one(accountId, id)
        .chain(webhook -> deliveries.list(accountId, webhook, filter));
  }
}
