package io.kurier.history;

import io.kurier.account.Caller;
import io.kurier.delivery.AttemptView;
import io.kurier.paging.ListParameters;
import io.kurier.problem.DomainError;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** The requests that are made to a webhook, live. */
@Path("/v1/webhooks")
@Tag(name = "Attempts")
class AttemptStreamResource {

  /** The path's {@code id} is a webhook of the caller's account. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface OfOwnWebhook {}

  /**
   * A stream that says nothing for so many looks says that it is there: proxies close silent ones.
   */
  private static final int LOOKS_OF_SILENCE = 10;

  private final RecipientStore recipients;
  private final AttemptStream stream;
  private final Caller caller;
  private final Sse sse;

  AttemptStreamResource(
      RecipientStore recipients, AttemptStream stream, Caller caller, @Context Sse sse) {
    this.recipients = recipients;
    this.stream = stream;
    this.caller = caller;
    this.sse = sse;
  }

  @GET
  @Path("{id}/attempts/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @OfOwnWebhook
  @Operation(
      operationId = "streamAttempts",
      summary = "Follow a webhook's attempts",
      description =
          "Server-sent events, one for each request as it is recorded: the event `attempt` with the"
              + " attempt as its data and its id. An event `skipped` says that there were more than"
              + " are shown. With Last-Event-ID it goes on from there, and some may come twice.")
  @APIResponse(
      responseCode = "200",
      description = "The attempts, as they are made",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = AttemptView.class)))
  public Multi<OutboundSseEvent> follow(
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
              description = "Only those that carried an event of this type; tests are left out",
              schema = @Schema(type = SchemaType.STRING, maxLength = 128))
          @QueryParam("type")
          @Nullable String type,
      @Parameter(
              description = "The id of the last attempt that was seen",
              schema = @Schema(type = SchemaType.STRING, format = "uuid"))
          @HeaderParam("Last-Event-ID")
          @Nullable String lastEventId) {
    ListParameters parameters = new ListParameters();
    String only = parameters.oneOf("outcome", outcome, AttemptView.OUTCOMES);
    String onlyType = AttemptFilter.typeOf(parameters, type);
    UUID lastId = lastId(parameters, lastEventId);
    parameters.throwIfAnyFault();
    return events(stream.follow(caller.accountId(), id, only, onlyType, lastId));
  }

  /**
   * Before the stream begins: its head goes out with its first byte, and can't tell of a failure
   * any more.
   */
  @ServerRequestFilter(nonBlocking = true)
  @OfOwnWebhook
  Uni<@Nullable Response> requireWebhook(ContainerRequestContext request) {
    String id = request.getUriInfo().getPathParameters().getFirst("id");
    try {
      return recipients.one(caller.accountId(), UUID.fromString(id)).map(webhook -> null);
    } catch (IllegalArgumentException e) {
      throw DomainError.unknown("webhook");
    }
  }

  private Multi<OutboundSseEvent> events(Multi<AttemptStream.Found> looks) {
    Silence silence = new Silence();
    return looks.onItem().transformToIterable(found -> events(found, silence));
  }

  private List<OutboundSseEvent> events(AttemptStream.Found found, Silence silence) {
    List<OutboundSseEvent> events = new ArrayList<>();
    if (found.skipped()) {
      events.add(sse.newEventBuilder().name("skipped").data("").build());
    }
    for (AttemptView attempt : found.attempts()) {
      events.add(
          sse.newEventBuilder()
              .id(attempt.id().toString())
              .name("attempt")
              .mediaType(MediaType.APPLICATION_JSON_TYPE)
              .data(AttemptView.class, attempt)
              .build());
    }
    if (silence.isLong(events.isEmpty())) {
      events.add(alive());
    }
    return events;
  }

  private OutboundSseEvent alive() {
    return sse.newEventBuilder().comment("alive").build();
  }

  private static @Nullable UUID lastId(ListParameters parameters, @Nullable String text) {
    return text == null || text.isEmpty()
        ? null
        : parameters.parsed(
            "Last-Event-ID", text, ListParameters.FIRST_ID, AttemptStreamResource::id);
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be the id of an attempt", e);
    }
  }

  /** Counts the looks in a row that found nothing; the first one counts for all. */
  private static final class Silence {

    private int looks = LOOKS_OF_SILENCE - 1;

    boolean isLong(boolean silent) {
      looks = silent ? looks + 1 : 0;
      if (looks < LOOKS_OF_SILENCE) {
        return false;
      }
      looks = 0;
      return true;
    }
  }
}
