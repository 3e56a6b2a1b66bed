package io.kurier.dev;

import io.kurier.problem.DomainError;
import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * A receiver to try webhooks with: it answers as it is told by its query, and shows what it got.
 * Needs no key.
 */
@Path("/dev/receiver/{name}")
@IfBuildProfile(anyOf = {"dev", "test"})
class ReceiverResource {

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  private final Inbox inbox;
  private final Clock clock;

  ReceiverResource(Inbox inbox, Clock clock) {
    this.inbox = inbox;
    this.clock = clock;
  }

  /** What every webhook takes for an acknowledgement, unless the query asks for another status. */
  record Answer(String status) {}

  /**
   * Takes a request in.
   *
   * @param status what to answer, 200 to 599
   * @param delay how long to wait before it, at most 5 minutes; ISO 8601, or milliseconds
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Uni<RestResponse<Answer>> receive(
      @RestPath String name,
      @RestQuery @Nullable String status,
      @RestQuery @Nullable String delay,
      @Context HttpHeaders headers,
      byte[] body) {
    int answered = status == null ? 200 : statusOf(status);
    Duration wait = delay == null ? Duration.ZERO : delayOf(delay);
    inbox.add(name, Received.of(clock.instant(), answered, flat(headers), body));
    Uni<RestResponse<Answer>> answer = Uni.createFrom().item(() -> answer(answered));
    return wait.isZero() ? answer : answer.onItem().delayIt().by(wait);
  }

  /** Shows what came, newest first: as JSON, or as text where that is asked for. */
  @GET
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  @Operation(hidden = true)
  public RestResponse<Object> show(
      @RestPath String name,
      @RestQuery @Nullable String format,
      @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
    List<Received> requests = inbox.of(name);
    boolean text =
        format == null
            ? accept != null && accept.startsWith(MediaType.TEXT_PLAIN)
            : format.equals("text");
    return text
        ? RestResponse.ResponseBuilder.<Object>ok(
                InboxView.text(requests, ZoneId.systemDefault()),
                MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
            .build()
        : RestResponse.ResponseBuilder.<Object>ok(
                InboxView.of(requests), MediaType.APPLICATION_JSON_TYPE)
            .build();
  }

  /** Forgets what came. */
  @DELETE
  @Operation(hidden = true)
  public void clear(@RestPath String name) {
    inbox.clear(name);
  }

  private static RestResponse<Answer> answer(int status) {
    return RestResponse.ResponseBuilder.<Answer>create(status)
        .entity(status == 204 || status == 304 ? null : new Answer(status < 300 ? "OK" : "ERROR"))
        .build();
  }

  private static int statusOf(String text) {
    int status = text.matches("[0-9]{3}") ? Integer.parseInt(text) : 0;
    if (status < 200 || status > 599) {
      throw DomainError.invalid("status", "must be a number from 200 to 599");
    }
    return status;
  }

  private static Duration delayOf(String text) {
    try {
      Duration delay =
          text.matches("[0-9]{1,6}")
              ? Duration.ofMillis(Long.parseLong(text))
              : Duration.parse(text);
      if (!delay.isNegative() && delay.compareTo(LONGEST_DELAY) <= 0) {
        return delay;
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    throw DomainError.invalid("delay", "must be a duration up to PT5M, or milliseconds");
  }

  private static Map<String, String> flat(HttpHeaders headers) {
    Map<String, String> flat = new HashMap<>();
    headers
        .getRequestHeaders()
        .forEach(
            (name, values) -> flat.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    return flat;
  }
}
