package io.kurier.problem;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Refuses what is not proper HTTP before anything else looks at it, and answers with a problem
 * document where the platform gives a request up before a resource was found: with a Host that is
 * none, with a path that is none. Anybody can send these, without a key and as often as they like,
 * so nothing of it is logged above DEBUG.
 */
@ApplicationScoped
class HeadCheck {

  private static final Logger LOG = Logger.getLogger(HeadCheck.class);

  /** Behind the labels of the metrics, before the limits. */
  private static final int PRIORITY = 1_500;

  private static final String BAD_HOST =
      "A request has a Host header with the host, and the port if there is one, that it is for.";

  private static final String BAD_PATH = "The path can't be read.";

  private final Refusal refusal;

  HeadCheck(Refusal refusal) {
    this.refusal = refusal;
  }

  void checkAll(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  /** The platform's own handler would log an error with its stack, and show it in dev mode. */
  void answerFailures(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    Optional<DomainError> fault =
        fault(
            request.headers().getAll(HttpHeaders.HOST),
            request.headers().getAll(HttpHeaders.TRANSFER_ENCODING));
    if (fault.isPresent()) {
      refusal.give(context, fault.get());
    } else {
      context.next();
    }
  }

  /**
   * What is wrong with a head that the platform has let through; empty if nothing is.
   *
   * @param hosts the Host lines: more than one would let a proxy and this service disagree on who
   *     is meant (RFC 9112, section 3.2)
   * @param codings the Transfer-Encoding lines: what is coded otherwise than in chunks could not be
   *     read (section 6.1)
   */
  static Optional<DomainError> fault(List<String> hosts, List<String> codings) {
    if (hosts.size() > 1) {
      return Optional.of(DomainError.malformed("A request has one Host header."));
    }
    boolean chunked =
        codings.isEmpty()
            || (codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst().strip()));
    return chunked
        ? Optional.empty()
        : Optional.of(DomainError.unknownCoding("Transfer-Encoding may be chunked only."));
  }

  private void answer(RoutingContext context) {
    int status = context.statusCode();
    if (status < 400 || status >= 500 || context.response().headWritten()) {
      context.next();
      return;
    }
    LOG.debugf(context.failure(), "request.refused status=%d", status);
    refusal.give(context, refused(status, context));
  }

  private static DomainError refused(int status, RoutingContext context) {
    return switch (status) {
      case 400 -> DomainError.malformed(hasHost(context) ? BAD_PATH : BAD_HOST);
      case 404 -> DomainError.nowhere();
      default -> {
        String reason = HttpResponseStatus.valueOf(status).reasonPhrase();
        yield DomainError.refused(status, reason);
      }
    };
  }

  private static boolean hasHost(RoutingContext context) {
    return context.request().authority() != null;
  }
}
