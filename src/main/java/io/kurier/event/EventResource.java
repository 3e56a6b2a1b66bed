package io.kurier.event;

import io.kurier.account.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Where events come in. */
@Path("/v1/events")
@Tag(name = "Events")
class EventResource {

  private final Caller caller;
  private final EventIntake intake;

  EventResource(Caller caller, EventIntake intake) {
    this.caller = caller;
    this.intake = intake;
  }

  @POST
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "sendEvents",
      summary = "Send events",
      description =
          "One event, an array of up to 1,000 (all or nothing), NDJSON (bad lines do not stop good"
              + " ones), or CloudEvents 1.0: structured, batched, or binary, which is a JSON body with"
              + " the attributes in ce- headers. The answer comes when the events and their deliveries"
              + " are committed.")
  @Parameter(
      name = EventIntake.IDEMPOTENCY_KEY,
      in = ParameterIn.HEADER,
      schema = @Schema(implementation = String.class),
      description =
          "Of your choice, 1 to 255 characters. The same request with the same key within 24 hours"
              + " keeps nothing and is answered as the first time.")
  @RequestBody(ref = "Events")
  @APIResponse(
      responseCode = "202",
      description = "The events are kept",
      content =
          @Content(
              schema = @Schema(implementation = EventsAccepted.class),
              examples = {
                @ExampleObject(name = "json", ref = "Kept"),
                @ExampleObject(name = "ndjson", ref = "KeptLines")
              }))
  @APIResponse(
      responseCode = "409",
      description = "The first request with this Idempotency-Key is still running")
  @APIResponse(responseCode = "429", ref = "Overloaded")
  // Parameters without annotations: the runtime would read them anew at each request.
  public Uni<RestResponse<EventsAccepted>> post(byte @Nullable [] body, HttpHeaders headers) {
    return intake
        .take(caller.accountId(), body == null ? new byte[0] : body, headers)
        .map(accepted -> RestResponse.status(RestResponse.Status.ACCEPTED, accepted));
  }
}
