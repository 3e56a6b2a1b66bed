package io.kurier.problem;

import com.fasterxml.jackson.core.JacksonException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Every exception mapper: whatever goes wrong leaves as a problem document, and says nothing of the
 * inside.
 */
class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);

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

  @ServerExceptionMapper
  RestResponse<Problem> map(NotFoundException error) {
    return problem(404, "Not found", "There is nothing at this path.");
  }

  @ServerExceptionMapper
  RestResponse<Problem> map(NotSupportedException error) {
    return problem(415, "Unsupported media type", "This path does not take this Content-Type.");
  }

  @ServerExceptionMapper
  RestResponse<Problem> map(WebApplicationException error) {
    Response.StatusType status = error.getResponse().getStatusInfo();
    return problem(
        status.getStatusCode(), status.getReasonPhrase(), status.getReasonPhrase() + ".");
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
    LOG.error("request.failed", error);
    return problem(500, "Internal server error", "Something went wrong; it is in the log.");
  }

  private static RestResponse<Problem> problem(int status, String title, String detail) {
    return RestResponse.ResponseBuilder.<Problem>create(status)
        .entity(Problem.of(status, title, detail))
        .type(Problem.MEDIA_TYPE)
        .build();
  }
}
