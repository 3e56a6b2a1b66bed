package io.kurier.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A receiver to try webhooks with. {@code POST /dev/receiver/{name}} keeps the request and answers
 * as its query says (see {@link Play}); {@code GET} shows what came, {@code DELETE} forgets it.
 * These are plain routes and not Jakarta REST, because a resource needs a key wherever it is.
 */
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test"})
class Receiver {

  private static final String PATH = "/dev/receiver/:name";
  private static final long LARGEST_BODY = 6 * 1_024 * 1_024;

  private final Inbox inbox;
  private final Clock clock;
  private final Vertx vertx;
  private final ObjectMapper json;

  Receiver(Inbox inbox, Clock clock, Vertx vertx, ObjectMapper json) {
    this.inbox = inbox;
    this.clock = clock;
    this.vertx = vertx;
    this.json = json;
  }

  void addTo(@Observes Router router) {
    Route post = router.post(PATH);
    post.handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    post.handler(this::receive);
    router.get(PATH).handler(this::show);
    router.delete(PATH).handler(this::clear);
  }

  private void receive(RoutingContext context) {
    Play play;
    try {
      play = Play.of(context.queryParams()::get);
    } catch (IllegalArgumentException e) {
      answer(context, 422, Map.of("status", "ERROR", "detail", String.valueOf(e.getMessage())));
      return;
    }
    Buffer body = context.body().buffer();
    byte[] bytes = body == null ? new byte[0] : body.getBytes();
    inbox.add(name(context), Received.of(clock.instant(), play.status(), headers(context), bytes));
    if (play.delay().isZero()) {
      answer(context, play);
    } else {
      vertx.setTimer(play.delay().toMillis(), timer -> answer(context, play));
    }
  }

  private void answer(RoutingContext context, Play play) {
    if (play.hasBody()) {
      answer(context, play.status(), Map.of("status", play.status() < 300 ? "OK" : "ERROR"));
    } else {
      context.response().setStatusCode(play.status()).end();
    }
  }

  private void show(RoutingContext context) {
    List<Received> requests = inbox.of(name(context));
    String format = context.queryParams().get("format");
    String accept = context.request().getHeader("Accept");
    if ("text".equals(format) || (accept != null && accept.startsWith("text/plain"))) {
      context
          .response()
          .putHeader("Content-Type", "text/plain;charset=UTF-8")
          .end(InboxView.text(requests, ZoneId.systemDefault()));
    } else {
      answer(context, 200, InboxView.of(requests));
    }
  }

  private void clear(RoutingContext context) {
    inbox.clear(name(context));
    context.response().setStatusCode(204).end();
  }

  private void answer(RoutingContext context, int status, Object document) {
    try {
      context
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(json.writeValueAsBytes(document)));
    } catch (JsonProcessingException e) {
      throw new AssertionError("a map or a view can be written", e);
    }
  }

  private static String name(RoutingContext context) {
    return context.pathParam("name");
  }

  private static Map<String, String> headers(RoutingContext context) {
    Map<String, String> headers = new HashMap<>();
    context
        .request()
        .headers()
        .forEach(
            (name, value) ->
                headers.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b));
    return headers;
  }
}
