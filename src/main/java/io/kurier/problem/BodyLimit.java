package io.kurier.problem;

import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
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
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/**
 * Bounds what requests bring in. One has 5 MiB at most; a longer one is answered by 413, whether it
 * said so or not. All that are being taken in at the same time have an eighth of the heap; what
 * comes beyond is answered by 429 before it is read.
 */
@Provider
@ApplicationScoped
public class BodyLimit implements ReaderInterceptor {

  private static final long MOST_BYTES = 5 * 1024 * 1024;

  private static final int HEAP_SHARE = 8;

  /** What arrives with its head, or just after it, is worth no timer. */
  private static final long SHORT_BYTES = 64 * 1024;

  /** So long a request may take to arrive, or it is cut off: it holds memory that others need. */
  private static final long READING_MILLIS = 60_000;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** Before Quarkus's own limit. */
  private static final int PRIORITY = 1_000;

  private final Vertx vertx;
  private final CurrentVertxRequest current;
  private final Refusal refusal;
  private final long most = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
  private final AtomicLong takenIn = new AtomicLong();

  BodyLimit(Vertx vertx, CurrentVertxRequest current, Refusal refusal, Meters meters) {
    this.vertx = vertx;
    this.current = current;
    this.refusal = refusal;
    meters.watch(Level.INTAKE_BYTES, takenIn::get);
  }

  /** Where the length is announced, nothing needs to be read. */
  void limitAnnounced(@Observes Filters filters) {
    filters.register(this::admit, PRIORITY);
  }

  /** Where it is not: the part that fits was read, and there is more. */
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
    HttpServerRequest request = current.getCurrent().request();
    if (request.bytesRead() > MOST_BYTES) {
      ((HttpServerRequestInternal) request)
          .context()
          .runOnContext(loop -> refusal.throwAway(request));
      throw tooLarge();
    }
    Object read = body.proceed();
    if (request.bytesRead() > SHORT_BYTES) {
      letGo(request);
    }
    return read;
  }

  /**
   * Quarkus copies a body twice and keeps both copies until the request is answered (decision 17).
   */
  private static void letGo(HttpServerRequest request) {
    request.handler(null).endHandler(null);
    CurrentRequestManager.get().setInputStream(InputStream.nullInputStream());
  }

  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    long bytes = bytes(request);
    if (bytes == 0) {
      context.next();
      return;
    }
    if (bytes > MOST_BYTES) {
      refusal.give(context, tooLarge());
      return;
    }
    // One alone always has room, however small the heap is.
    long all = takenIn.addAndGet(bytes);
    if (all > most && all > bytes) {
      takenIn.addAndGet(-bytes);
      refusal.give(context, DomainError.overloaded(RETRY_AFTER));
      return;
    }
    context.addEndHandler(end -> takenIn.addAndGet(-bytes));
    if (bytes > SHORT_BYTES) {
      cutOffIfSlow(context);
    }
    context.next();
  }

  /** What a request brings; as much as it may bring, where it does not say. */
  private static long bytes(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      return Long.parseLong(length);
    }
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    boolean unsaid = request.version() == HttpVersion.HTTP_2 && !hasNoBody(request.method());
    return chunked || unsaid ? MOST_BYTES : 0;
  }

  private static boolean hasNoBody(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  private void cutOffIfSlow(RoutingContext context) {
    HttpServerRequest request = context.request();
    long timer =
        vertx.setTimer(
            READING_MILLIS,
            id -> {
              if (!request.isEnded()) {
                request.response().reset();
              }
            });
    context.addEndHandler(end -> vertx.cancelTimer(timer));
  }

  private static DomainError tooLarge() {
    return DomainError.tooLarge("A request has at most " + MOST_BYTES + " bytes.");
  }
}
