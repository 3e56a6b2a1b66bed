package io.kurier.event;

import io.kurier.account.Caller;
import io.kurier.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/event-types")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Event types", description = "What may happen: 13 built-in types and your own.")
@SecurityRequirement(name = "apiKey")
@APIResponse(
    responseCode = "401",
    description = "No valid API key",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
    responseCode = "503",
    description = "The database can't be reached; try again after Retry-After")
class EventTypeResource {

  private static final String EXAMPLE =
      """
      {
        "type": "order_shipped",
        "labels": {"de": "Bestellung versandt", "en": "Order shipped"},
        "schema": {
          "type": "object",
          "required": ["type", "orderId"],
          "properties": {"type": {"const": "order_shipped"}, "orderId": {"type": "string"}}
        },
        "sample": {"type": "order_shipped", "orderId": "A-1001"},
        "enforce": true
      }
      """;

  private final EventTypes types;
  private final Caller caller;

  EventTypeResource(EventTypes types, Caller caller) {
    this.types = types;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listEventTypes",
      summary = "List event types",
      description = "The built-in ones and your own, sorted by name.")
  @APIResponse(
      responseCode = "200",
      description = "A page of event types",
      content = @Content(schema = @Schema(implementation = EventTypePage.class)))
  @APIResponse(responseCode = "422", description = "A query parameter is wrong")
  public Uni<EventTypePage> list(
      @Parameter(description = "The 'next' of the page before") @RestQuery @Nullable String cursor,
      @Parameter(
              description = "How many at most",
              schema = @Schema(minimum = "1", maximum = "500", defaultValue = "50"))
          @RestQuery
          @Nullable String limit) {
    return types.list(caller.accountId(), EventTypePage.Wanted.of(cursor, limit));
  }

  @GET
  @Path("/{type}")
  @Operation(operationId = "getEventType", summary = "Get an event type")
  @APIResponse(
      responseCode = "200",
      description = "The event type",
      content = @Content(schema = @Schema(implementation = EventTypeView.class)))
  @APIResponse(responseCode = "404", description = "There is no such type")
  public Uni<EventTypeView> get(@RestPath String type) {
    return types.view(caller.accountId(), type);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "createEventType",
      summary = "Create an event type",
      description =
          "An account may have 200 types of its own. Patterns in the schema are RE2: no look-around"
              + " and no back references.")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = EventTypeView.class)))
  @APIResponse(responseCode = "409", description = "The name is taken, or there are 200 already")
  @APIResponse(
      responseCode = "422",
      description = "Something is wrong: 'errors' says what and where, all at once")
  public Uni<RestResponse<EventTypeView>> create(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = EventTypeView.class),
                      example = EXAMPLE))
          byte[] body) {
    EventType type = EventTypeRequest.of(body).definition();
    return types
        .create(caller.accountId(), type)
        .map(
            view ->
                RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, view)
                    .location(URI.create("/v1/event-types/" + view.type()))
                    .build());
  }

  @PUT
  @Path("/{type}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "replaceEventType",
      summary = "Replace an event type of your own",
      description = "What is left out gets its default. It holds for the events that come next.")
  @APIResponse(
      responseCode = "200",
      description = "Replaced",
      content = @Content(schema = @Schema(implementation = EventTypeView.class)))
  @APIResponse(responseCode = "404", description = "There is no such type")
  @APIResponse(responseCode = "409", description = "The type is built in")
  @APIResponse(
      responseCode = "422",
      description = "Something is wrong: 'errors' says what and where, all at once")
  public Uni<EventTypeView> replace(
      @RestPath String type,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = EventTypeView.class),
                      example = EXAMPLE))
          byte[] body) {
    EventType changed = EventTypeRequest.of(body).definition(type);
    return types.replace(caller.accountId(), changed);
  }

  @DELETE
  @Path("/{type}")
  @ResponseStatus(204)
  @Operation(
      operationId = "deleteEventType",
      summary = "Delete an event type of your own",
      description =
          "Events of this type are refused from then on. Webhooks that name it keep the name.")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "404", description = "There is no such type")
  @APIResponse(responseCode = "409", description = "The type is built in")
  public Uni<Void> delete(@RestPath String type) {
    return types.delete(caller.accountId(), type);
  }
}
