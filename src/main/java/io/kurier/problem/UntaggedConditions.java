package io.kurier.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Sees to it that no request that changes something passes over a condition in silence: where a
 * resource's method does not check them itself, it has no version that they could hold for.
 */
class UntaggedConditions {

  private static final String CHECKED = UntaggedConditions.class.getName();

  private static final Set<String> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private static final List<String> HEADERS =
      List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH, HttpHeaders.IF_UNMODIFIED_SINCE);

  /** Before the body is read, which may have to be waited for ({@link UnannouncedBody}). */
  private static final int FIRST = 5_500;

  private static final int SECOND = 5_501;

  @Conditional
  @ServerRequestFilter(nonBlocking = true, priority = FIRST)
  void leaveToResource(ContainerRequestContext request) {
    request.setProperty(CHECKED, true);
  }

  @ServerRequestFilter(nonBlocking = true, priority = SECOND)
  void check(ContainerRequestContext request) {
    if (!SAFE.contains(request.getMethod())
        && request.getProperty(CHECKED) == null
        && HEADERS.stream().anyMatch(name -> request.getHeaderString(name) != null)) {
      Conditions.of(
              request.getHeaders().get(HttpHeaders.IF_MATCH),
              request.getHeaders().get(HttpHeaders.IF_NONE_MATCH),
              request.getHeaderString(HttpHeaders.IF_UNMODIFIED_SINCE) != null)
          .requireForUntagged();
    }
  }
}
