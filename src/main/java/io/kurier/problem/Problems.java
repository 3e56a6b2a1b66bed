package io.kurier.problem;

import com.fasterxml.jackson.core.JacksonException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Every exception mapper: whatever goes wrong leaves as a problem document, and says nothing of the
 * inside.
 */
class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);

  static final String ACCEPT_PATCH = "Accept-Patch";

  private final Routes routes;

  Problems(Routes routes) {
    this.routes = routes;
  }

  @ServerExceptionMapper
  RestResponse<Problem> map(DomainError error) {
    RestResponse.ResponseBuilder<Problem> answer =
        RestResponse.ResponseBuilder.<Problem>create(error.status())
            .entity(Problem.of(error))
            .type(Problem.MEDIA_TYPE);
    Duration retryAfter = error.retryAfter();
    if (retryAfter != null) {
      answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.toSeconds()));
    }
    if (error.status() == 401) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    if (error instanceof UnsupportedCoding) {
      answer.header(HttpHeaders.ACCEPT_ENCODING, UnsupportedCoding.TAKEN);
    }
    return answer.build();
  }

  /**
   * Where several resource classes share the beginning of a path, the framework takes a method that
   * none of them has for a path that none of them has.
   */
  @ServerExceptionMapper
  RestResponse<Problem> map(NotFoundException error, ContainerRequestContext request) {
    return routes
        .at(request.getUriInfo().getPath())
        .filter(route -> !route.methods().contains(request.getMethod()))
        .map(route -> notAllowed(route, request))
        .orElseGet(() -> map(DomainError.nowhere()));
  }

  @ServerExceptionMapper
  RestResponse<Problem> map(NotAllowedException error, ContainerRequestContext request) {
    return routes
        .at(request.getUriInfo().getPath())
        .map(route -> notAllowed(route, request))
        .orElseGet(() -> map((WebApplicationException) error));
  }

  /** Of a PATCH, what it takes (RFC 5789, section 2.2). */
  @ServerExceptionMapper
  RestResponse<Problem> map(NotSupportedException error, ContainerRequestContext request) {
    return refusal(
        415,
        "Unsupported media type",
        "This path does not take this Content-Type.",
        builder -> {
          if (request.getMethod().equals(HttpMethod.PATCH)) {
            routes
                .at(request.getUriInfo().getPath())
                .ifPresent(route -> builder.header(ACCEPT_PATCH, route.acceptPatch()));
          }
        });
  }

  /** With the headers of the framework's answer, but for those that describe its body. */
  @ServerExceptionMapper
  RestResponse<Problem> map(WebApplicationException error) {
    Response answer = error.getResponse();
    String reason = answer.getStatusInfo().getReasonPhrase();
    return refusal(
        answer.getStatus(),
        reason,
        reason + ".",
        builder ->
            answer
                .getHeaders()
                .forEach(
                    (name, values) -> {
                      if (!name.toLowerCase(Locale.ROOT).startsWith("content-")) {
                        values.forEach(value -> builder.header(name, value));
                      }
                    }));
  }

  @ServerExceptionMapper
  RestResponse<Problem> map(JacksonException error) {
    return problem(400, "Malformed request", "The body is not well-formed JSON.");
  }

  @ServerExceptionMapper
  RestResponse<Problem> map(Throwable error) {
    if (Outage.isBehind(error)) {
      LOG.warnf("request.failed reason=outage error=%s", error);
      return map(Outage.toError());
    }
    if (Outage.isUnstorableText(error)) {
      // A gap in the checks, but not the client's to suffer from as a failure of the service.
      LOG.warnf("request.refused reason=unstorable_text error=%s", error);
      return map(DomainError.invalid("", "holds a character that can't be stored, such as U+0000"));
    }
    LOG.error("request.failed", error);
    return problem(500, "Internal server error", "Something went wrong; it is in the log.");
  }

  /** With what the path takes instead (RFC 9110, section 15.5.6). */
  private static RestResponse<Problem> notAllowed(Route route, ContainerRequestContext request) {
    return refusal(
        405,
        "Method not allowed",
        "This path does not take " + request.getMethod() + ".",
        builder -> builder.header(HttpHeaders.ALLOW, route.allow()));
  }

  private static RestResponse<Problem> problem(int status, String title, String detail) {
    return refusal(status, title, detail, builder -> {});
  }

  private static RestResponse<Problem> refusal(
      int status,
      String title,
      String detail,
      Consumer<RestResponse.ResponseBuilder<Problem>> headers) {
    RestResponse.ResponseBuilder<Problem> answer =
        RestResponse.ResponseBuilder.<Problem>create(status)
            .entity(Problem.of(status, title, detail))
            .type(Problem.MEDIA_TYPE);
    headers.accept(answer);
    return answer.build();
  }
}
