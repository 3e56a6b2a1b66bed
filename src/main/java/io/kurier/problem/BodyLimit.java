package io.kurier.problem;

import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.kurier.share.Holder;
import io.kurier.share.Pool;
import io.kurier.share.Pools;
import io.kurier.share.SharedPool;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/**
 * Bounds what requests bring in. One has 5 MiB at most; a longer one is answered by 413, whether it
 * announces its length or not. All that are being taken in at the same time share a part of the
 * heap by account; what comes beyond is answered by 429. An announced length is charged at once,
 * and refused before it is read; without one, {@link UnannouncedBody} charges what arrives
 * (decision 25).
 */
@Provider
@ApplicationScoped
public class BodyLimit implements ReaderInterceptor {

  /** Before Quarkus's own limit. */
  private static final int PRIORITY = 1_000;

  private final Vertx vertx;
  private final CurrentVertxRequest current;
  private final Refusal refusal;
  private final SharedPool memory;

  BodyLimit(Vertx vertx, CurrentVertxRequest current, Refusal refusal, Pools pools, Meters meters) {
    this.vertx = vertx;
    this.current = current;
    this.refusal = refusal;
    this.memory = pools.of(Pool.INTAKE_BYTES);
    meters.watch(Level.INTAKE_BYTES, memory::used);
  }

  /** Where the length is announced, nothing needs to be read. */
  void limitAnnounced(@Observes Filters filters) {
    filters.register(this::admit, PRIORITY);
  }

  /** All of a body is there, and its resource is about to get it. */
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
    HttpServerRequest request = current.getCurrent().request();
    if (request.bytesRead() > 0) {
      BodyHeaders.check(request.headers());
    }
    Object read = body.proceed();
    if (request.bytesRead() > BodyCharge.SHORT_BYTES) {
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
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      admit(context, Long.parseLong(length), true);
    } else if (mayHaveBody(request)) {
      admit(context, BodyCharge.STEP_BYTES, false);
    } else {
      context.next();
    }
  }

  private void admit(RoutingContext context, long bytes, boolean announced) {
    if (bytes == 0) {
      context.next();
      return;
    }
    BodyCharge charge = new BodyCharge(vertx, context, memory, account(context.request()));
    DomainError refused = charge.raise(bytes);
    if (refused == null) {
      if (!announced) {
        charge.remember();
      }
      context.next();
    } else {
      refusal.give(context, refused);
    }
  }

  /** As the request says: it is not yet known whether it may. */
  private static Holder account(HttpServerRequest request) {
    String account = request.getHeader(AccountHeader.NAME);
    return Holder.of(account == null ? AccountHeader.DEFAULT : account);
  }

  private static boolean mayHaveBody(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (request.version() == HttpVersion.HTTP_2 && !hasNoBody(request.method()));
  }

  private static boolean hasNoBody(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
