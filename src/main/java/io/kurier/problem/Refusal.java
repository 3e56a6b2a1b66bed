package io.kurier.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Answers a request with a problem before it is read. */
@ApplicationScoped
public class Refusal {

  /**
   * So long a refused body is read and thrown away, since closing at once would take the answer
   * from a client that is still sending.
   */
  private static final long LINGER_MILLIS = 10_000;

  /** So long a client may take to read an answer after which its connection is closed. */
  private static final long LAST_MILLIS = 1_000;

  private static final AttributeKey<Boolean> LAST = AttributeKey.valueOf("kurier.last");

  private final Vertx vertx;
  private final ObjectMapper json;

  Refusal(Vertx vertx, ObjectMapper json) {
    this.vertx = vertx;
    this.json = json;
  }

  /** The answer; whatever else the request brings is thrown away. */
  public void give(RoutingContext context, DomainError error) {
    throwAway(context.request());
    HttpServerResponse response =
        context
            .response()
            .setStatusCode(error.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    Duration retryAfter = error.retryAfter();
    if (retryAfter != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
    }
    response.end(document(error));
  }

  /**
   * The answer, as the last one of its connection: nothing that comes after it is taken for a
   * request.
   */
  void giveLast(RoutingContext context, DomainError error) {
    HttpServerRequest request = context.request();
    if (request.version() != HttpVersion.HTTP_2) {
      channel(request).attr(LAST).set(true);
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      vertx.setTimer(LAST_MILLIS, id -> request.connection().close());
    }
    give(context, error);
  }

  /** Whether a request before this one got the last answer of their connection. */
  boolean isLast(HttpServerRequest request) {
    return channel(request).hasAttr(LAST);
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  /**
   * On the request's event loop, and resumed last: what is there already arrives within that call,
   * the end too.
   */
  void throwAway(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    request.handler(bytes -> {});
    if (request.version() != HttpVersion.HTTP_2) {
      long timer = vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
      request.endHandler(end -> vertx.cancelTimer(timer));
    }
    request.resume();
  }

  private String document(DomainError error) {
    try {
      return json.writeValueAsString(Problem.of(error));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem is JSON", e);
    }
  }
}
