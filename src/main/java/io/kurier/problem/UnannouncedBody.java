package io.kurier.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body whose length is not announced, and charges the request for what arrives. Many
 * clients send small JSON in chunks and can't choose; to charge each of them for the longest body
 * would let few of them in (decision 25). Runs when all other filters have let the request through.
 */
@Provider
@Priority(Priorities.USER + 1_000)
class UnannouncedBody implements ResteasyReactiveContainerRequestFilter {

  private final Refusal refusal;

  UnannouncedBody(Refusal refusal) {
    this.refusal = refusal;
  }

  @Override
  public void filter(ResteasyReactiveContainerRequestContext filtered) {
    ResteasyReactiveRequestContext request =
        (ResteasyReactiveRequestContext) filtered.getServerRequestContext();
    RoutingContext context = request.unwrap(RoutingContext.class);
    if (context.request().headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.serverRequest().isRequestEnded()) {
      return;
    }
    BodyCharge charge = BodyCharge.of(context);
    if (charge == null) {
      return;
    }
    filtered.suspend();
    request.serverRequest().setReadListener(new Reading(filtered, request, context, charge));
    request.serverRequest().resumeRequestInput();
  }

  private final class Reading implements ServerHttpRequest.ReadCallback {

    private final ResteasyReactiveContainerRequestContext filtered;
    private final ResteasyReactiveRequestContext request;
    private final HttpServerRequest from;
    private final BodyCharge charge;
    private @Nullable ByteArrayOutputStream taken = new ByteArrayOutputStream();

    Reading(
        ResteasyReactiveContainerRequestContext filtered,
        ResteasyReactiveRequestContext request,
        RoutingContext context,
        BodyCharge charge) {
      this.filtered = filtered;
      this.request = request;
      this.from = context.request();
      this.charge = charge;
    }

    @Override
    public void data(ByteBuffer part) {
      if (taken == null) {
        return;
      }
      DomainError refused = charge.raise((long) taken.size() + part.remaining());
      if (refused == null) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        taken.writeBytes(bytes);
      } else {
        taken = null;
        refusal.throwAway(from);
        filtered.resume(refused);
      }
    }

    @Override
    public void done() {
      // Of HTTP/2 the end is heard also after a refusal.
      if (taken != null) {
        request.setInputStream(new ByteArrayInputStream(taken.toByteArray()));
        taken = null;
        filtered.resume();
      }
    }
  }
}
