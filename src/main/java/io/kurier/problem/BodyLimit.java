package io.kurier.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** A request has 5 MiB at most; a longer one is answered by 413, whether it said so or not. */
@Provider
@ApplicationScoped
public class BodyLimit implements ReaderInterceptor {

  private static final long MOST_BYTES = 5 * 1024 * 1024;

  /** Before Quarkus's own limit. */
  private static final int PRIORITY = 1_000;

  /**
   * So long a refused body is read and thrown away, since closing at once would take the answer
   * from a client that is still sending.
   */
  private static final long LINGER_MILLIS = 10_000;

  private final Vertx vertx;
  private final CurrentVertxRequest current;
  private final ObjectMapper json;

  BodyLimit(Vertx vertx, CurrentVertxRequest current, ObjectMapper json) {
    this.vertx = vertx;
    this.current = current;
    this.json = json;
  }

  /** Where the length is announced, nothing needs to be read. */
  void limitAnnounced(@Observes Filters filters) {
    filters.register(this::checkAnnounced, PRIORITY);
  }

  /** Where it is not: the part that fits was read, and there is more. */
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
    HttpServerRequest request = current.getCurrent().request();
    if (request.bytesRead() > MOST_BYTES) {
      ((HttpServerRequestInternal) request).context().runOnContext(loop -> throwAway(request));
      throw tooLarge();
    }
    return body.proceed();
  }

  private void checkAnnounced(RoutingContext context) {
    HttpServerRequest request = context.request();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null || Long.parseLong(length) <= MOST_BYTES) {
      context.next();
      return;
    }
    throwAway(request);
    context
        .response()
        .setStatusCode(tooLarge().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(document());
  }

  private static DomainError tooLarge() {
    return DomainError.tooLarge("A request has at most " + MOST_BYTES + " bytes.");
  }

  private String document() {
    try {
      return json.writeValueAsString(Problem.of(tooLarge()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem is JSON", e);
    }
  }

  /**
   * On the request's event loop, and resumed last: what is there already arrives within that call,
   * the end too.
   */
  private void throwAway(HttpServerRequest request) {
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
}
