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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What became of events. */
@Path("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
class EventHistoryResource {

  private static final int LONGEST_PRODUCER_ID = 128;

  private final HistoryStore history;
  private final Caller caller;

  EventHistoryResource(HistoryStore history, Caller caller) {
    this.history = history;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "findEvents",
      summary = "Find events by the producer's id",
      description =
          "The events that came in with this id, the newest first, with what became of each. There"
              + " is more than one where the id was used again after 24 hours, or by several"
              + " CloudEvents sources.")
  @APIResponse(responseCode = "200", description = "A page of events")
  public Uni<Page<EventView>> find(
      @Parameter(
              description = "The producer's own id of the event",
              required = true,
              schema =
                  @Schema(type = SchemaType.STRING, minLength = 1, maxLength = LONGEST_PRODUCER_ID))
          @QueryParam("producerId")
          @Nullable String producerId,
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
    ListParameters parameters = new ListParameters();
    String id = parameters.required("producerId", producerId, LONGEST_PRODUCER_ID);
    UUID before = parameters.idCursor(cursor, ListParameters.LAST_ID);
    int most = parameters.limit(limit);
    parameters.throwIfAnyFault();
    return history.byProducerId(caller.accountId(), id, before, most);
  }

  @GET
  @Path("{id}")
  @Operation(
      operationId = "getEvent",
      summary = "Get an event",
      description =
          "The event as it came in, and how far its delivery to each of its webhooks has come.")
  @APIResponse(
      responseCode = "200",
      description = "The event",
      content =
          @Content(
              schema = @Schema(implementation = EventView.class),
              examples = @ExampleObject(name = "event", ref = "Event")))
  public Uni<EventView> one(
      @Parameter(description = "Kurier's id of the event") @PathParam("id") UUID id) {
    return history.one(caller.accountId(), id);
  }
}
