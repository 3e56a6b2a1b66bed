package io.kurier.event;

import io.kurier.account.Caller;
import io.kurier.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Where events come in. */
@Path("/v1/events")
@Tag(name = "Events")
@SecurityRequirement(name = "apiKey")
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
      summary = "Send events",
      description =
          "One event, an array of up to 1,000 (all or nothing), NDJSON (bad lines do not stop good ones), or CloudEvents"
              + " 1.0 (structured, batched, binary). The answer comes when the events and their deliveries are committed.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = Object.class),
            example =
                "{\"type\":\"contact_opened_message\",\"account\":{\"accountId\":\"def456\"},"
                    + "\"event\":{\"occurredAt\":\"2021-04-27T12:56:00+00:00\"}}"),
        @Content(mediaType = ContentKind.NDJSON, schema = @Schema(implementation = String.class)),
        @Content(
            mediaType = ContentKind.CLOUD_EVENT,
            schema = @Schema(implementation = Object.class)),
        @Content(
            mediaType = ContentKind.CLOUD_EVENTS,
            schema = @Schema(implementation = Object[].class))
      })
  @APIResponse(
      responseCode = "202",
      description = "The events are kept.",
      content = @Content(schema = @Schema(implementation = EventsAccepted.class)))
  @APIResponse(
      responseCode = "422",
      description = "Something is wrong; nothing is kept.",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "429",
      description = "More is coming in than can be kept.",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "503",
      description = "The database does not answer.",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public Uni<RestResponse<EventsAccepted>> post(
      byte @Nullable [] body,
      @Context HttpHeaders headers,
      @Parameter(
              description =
                  "The same key with the same body is answered as the first time, for 24 hours.")
          @HeaderParam("Idempotency-Key")
          @Nullable String idempotencyKey) {
    return intake
        .take(caller.accountId(), body == null ? new byte[0] : body, headers, idempotencyKey)
        .map(accepted -> RestResponse.status(RestResponse.Status.ACCEPTED, accepted));
  }
}
