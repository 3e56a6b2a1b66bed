package io.kurier.problem;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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

  private static final Pattern DOTS =
      Pattern.compile("(\\.|%2e){1,2}(;.*)?", Pattern.CASE_INSENSITIVE);

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
    if (refusal.isLast(request)) {
      // Where the body of the one before ends is not known: this may be a part of it.
      return;
    }
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (!isReadable(codings)) {
      refusal.giveLast(
          context, DomainError.unknownCoding("Transfer-Encoding may be chunked only."));
      return;
    }
    Optional<DomainError> fault =
        fault(
            request.headers().getAll(HttpHeaders.HOST),
            request.path(),
            // Over HTTP/1.1 a line break ends the field.
            request.version() == HttpVersion.HTTP_2 ? request.headers() : List.of());
    if (fault.isPresent()) {
      refusal.give(context, fault.get());
    } else {
      context.next();
    }
  }

  /**
   * Whether the body can be read, and its end found (RFC 9112, section 6.1).
   *
   * @param codings the Transfer-Encoding lines
   */
  static boolean isReadable(List<String> codings) {
    return codings.isEmpty()
        || (codings.size() == 1
            && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst().strip()));
  }

  /**
   * What is wrong with a head that the platform has let through; empty if nothing is.
   *
   * @param hosts the Host lines: more than one would let a proxy and this service disagree on who
   *     is meant (RFC 9112, section 3.2)
   * @param path as it came: a proxy that chose by it may have read its dots otherwise
   * @param headers whose values must be one line each (RFC 9113, section 8.2.1)
   */
  static Optional<DomainError> fault(
      List<String> hosts, @Nullable String path, Iterable<Map.Entry<String, String>> headers) {
    if (hosts.size() > 1) {
      return Optional.of(DomainError.malformed("A request has one Host header."));
    }
    if (path != null && hasDots(path)) {
      return Optional.of(DomainError.malformed("The path may not have . or .. as a part."));
    }
    for (Map.Entry<String, String> header : headers) {
      if (!isOneLine(header.getValue())) {
        return Optional.of(
            DomainError.malformed("A header may not have a line break or NUL in it."));
      }
    }
    return Optional.empty();
  }

  /** Whether a part of the path is a dot or two, encoded or not, with parameters or without. */
  private static boolean hasDots(String path) {
    // Asked of each request, and mostly there is nothing that could be one.
    if (path.indexOf("/.") < 0 && path.indexOf("/%2") < 0) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (DOTS.matcher(part).matches()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOneLine(String value) {
    return value.indexOf('\n') < 0 && value.indexOf('\r') < 0 && value.indexOf('\0') < 0;
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
