package io.kurier.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Answers OPTIONS with what the path takes. The framework's own answer holds what other paths of
 * the same resource class take, and is given for paths that do not exist.
 */
class PathOptions {

  /** After the key was checked: whoever has none does not learn which paths exist. */
  private static final int PRIORITY = 6_000;

  private final Routes routes;

  PathOptions(Routes routes) {
    this.routes = routes;
  }

  @ServerRequestFilter(preMatching = true, nonBlocking = true, priority = PRIORITY)
  @Nullable RestResponse<Void> answer(ContainerRequestContext request) {
    if (!request.getMethod().equals(HttpMethod.OPTIONS)) {
      return null;
    }
    Route route = routes.at(request.getUriInfo().getPath()).orElseThrow(DomainError::nowhere);
    RestResponse.ResponseBuilder<Void> answer =
        RestResponse.ResponseBuilder.<Void>ok().header(HttpHeaders.ALLOW, route.allow());
    if (!route.patchTypes().isEmpty()) {
      answer.header(Problems.ACCEPT_PATCH, route.acceptPatch());
    }
    return answer.build();
  }
}
