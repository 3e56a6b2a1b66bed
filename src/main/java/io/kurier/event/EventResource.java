package io.kurier.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.kurier.account.Caller;
import io.kurier.delivery.Hops;
import io.kurier.problem.DomainError;
import io.kurier.problem.IdempotencyKey;
import io.kurier.problem.Outage;
import io.kurier.trace.TraceContext;
import io.kurier.trace.TraceSpan;
import io.kurier.trace.Tracing;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;
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
@Path(EventResource.PATH)
@Tag(name = "Events")
class EventResource {

  static final String PATH = "/v1/events";

  private final Caller caller;
  private final EventIntake intake;
  private final Tracing tracing;
  private final ObjectWriter json;

  EventResource(Caller caller, EventIntake intake, Tracing tracing, ObjectMapper json) {
    this.caller = caller;
    this.intake = intake;
    this.tracing = tracing;
    this.json = json.writerFor(EventsAccepted.class);
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
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      schema = @Schema(implementation = String.class),
      description =
          "Of your choice, 1 to 255 characters. The same request with the same key within 24 hours"
              + " keeps nothing and is answered as the first time.")
  @Parameter(
      name = Hops.HEADER,
      in = ParameterIn.HEADER,
      schema = @Schema(implementation = Integer.class, minimum = "0", maximum = "5"),
      description =
          "Written by Kurier: how many requests of Kurier the events came through on their way here."
              + " More than 5 are a loop.")
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
  // Parameters without annotations: the runtime would read them anew at each request.
  public Uni<RestResponse<byte[]>> post(byte @Nullable [] body, HttpHeaders headers) {
    byte[] given = body == null ? new byte[0] : body;
    Uni<EventsAccepted> taken =
        tracing.isOn() ? traced(given, headers) : take(given, headers, null);
    return taken.map(accepted -> RestResponse.status(RestResponse.Status.ACCEPTED, text(accepted)));
  }

  /** Written where the events were taken in: the runtime would write it in an event loop. */
  private byte[] text(EventsAccepted accepted) {
    try {
      return json.writeValueAsBytes(accepted);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Uni<EventsAccepted> take(byte[] body, HttpHeaders headers, @Nullable TraceContext trace) {
    return intake.take(caller.accountId(), body, headers, trace);
  }

  private Uni<EventsAccepted> traced(byte[] body, HttpHeaders headers) {
    TraceSpan span = tracing.request("POST " + PATH, headers::getHeaderString);
    if (span == null) {
      return take(body, headers, null);
    }
    span.with("http.request.method", "POST")
        .with("http.route", PATH)
        .with("url.path", PATH)
        .with("kurier.account", caller.accountId());
    return Uni.createFrom()
        .deferred(() -> take(body, headers, span.context()))
        .invoke(accepted -> answered(span, RestResponse.StatusCode.ACCEPTED))
        .onFailure()
        .invoke(failure -> answered(span, statusOf(failure)))
        .onCancellation()
        .invoke(() -> span.failed("cancelled").end());
  }

  private static int statusOf(Throwable failure) {
    return failure instanceof DomainError error
        ? error.status()
        : Outage.isBehind(failure) ? 503 : 500;
  }

  private static void answered(TraceSpan span, int status) {
    span.with("http.response.status_code", status);
    // A producer's mistake is none of the service.
    if (status >= 500) {
      span.failed(Integer.toString(status));
    }
    span.end();
  }
}
