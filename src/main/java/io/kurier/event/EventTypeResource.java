package io.kurier.event;

import io.kurier.account.Caller;
import io.kurier.paging.ListParameters;
import io.kurier.paging.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/event-types")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Event types")
class EventTypeResource {

  private final EventTypes types;
  private final Caller caller;

  /** To check a schema, and a sample against it, may take a while. */
  private final LongReads longReads;

  EventTypeResource(EventTypes types, Caller caller, LongReads longReads) {
    this.types = types;
    this.caller = caller;
    this.longReads = longReads;
  }

  @GET
  @Operation(
      operationId = "listEventTypes",
      summary = "List event types",
      description = "The built-in ones and your own, sorted by name.")
  @APIResponse(responseCode = "200", description = "A page of event types")
  public Uni<Page<EventTypeView>> list(
      @Parameter(description = "The 'next' of the page before") @RestQuery @Nullable String cursor,
      @Parameter(
              description = "How many at most",
              schema =
                  @Schema(
                      implementation = Integer.class,
                      minimum = "1",
                      maximum = "500",
                      defaultValue = "50"))
          @RestQuery
          @Nullable String limit) {
    ListParameters parameters = new ListParameters();
    String after = parameters.parsed("cursor", cursor, "", EventTypeRequest::nameOf);
    int most = parameters.limit(limit);
    parameters.throwIfAnyFault();
    return types.list(caller.accountId(), after, most);
  }

  @GET
  @Path("/{type}")
  @Operation(
      operationId = "getEventType",
      summary = "Get an event type",
      description = "Its labels, its schema and a sample.")
  @APIResponse(
      responseCode = "200",
      description = "The event type",
      content =
          @Content(
              schema = @Schema(implementation = EventTypeView.class),
              examples = @ExampleObject(name = "eventType", ref = "EventType")))
  public Uni<EventTypeView> get(
      @Parameter(description = "The type's name on the wire") @RestPath String type) {
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
      headers = @Header(name = "Location", ref = "Location"),
      content =
          @Content(
              schema = @Schema(implementation = EventTypeView.class),
              examples = @ExampleObject(name = "eventType", ref = "EventType")))
  @APIResponse(responseCode = "409", description = "The name is taken, or there are 200 already")
  public Uni<RestResponse<EventTypeView>> create(
      @RequestBody(ref = "EventTypeCreation") byte[] body) {
    String account = caller.accountId();
    return longReads
        .runAndComeBack(account, () -> EventTypeRequest.of(body).definition())
        .chain(type -> types.create(account, type))
        .map(
            view ->
                RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, view)
                    .header(HttpHeaders.LOCATION, "/v1/event-types/" + view.type())
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
      content =
          @Content(
              schema = @Schema(implementation = EventTypeView.class),
              examples = @ExampleObject(name = "eventType", ref = "EventType")))
  @APIResponse(responseCode = "409", description = "The type is built in")
  public Uni<EventTypeView> replace(
      @Parameter(description = "The type's name on the wire") @RestPath String type,
      @RequestBody(ref = "EventTypeReplacement") byte[] body) {
    String account = caller.accountId();
    return longReads
        .runAndComeBack(account, () -> EventTypeRequest.of(body).definition(type))
        .chain(changed -> types.replace(account, changed));
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
  @APIResponse(responseCode = "409", description = "The type is built in")
  public Uni<Void> delete(
      @Parameter(description = "The type's name on the wire") @RestPath String type) {
    return types.delete(caller.accountId(), type);
  }
}
