package io.kurier.account;

import io.kurier.problem.AccountHeader;
import io.kurier.problem.DomainError;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a key: every path below {@code /v1}, there or not, and every resource wherever it
 * is. What is left are the console's files and the OpenAPI document.
 */
class ApiKeyAuthentication {

  private static final String SCHEME = "Bearer ";
  private static final int ACCOUNT_LENGTH = 64;
  private static final String API = "/v1";
  private static final String EVENTS = API + "/events";

  private final Accounts accounts;
  private final Caller caller;

  ApiKeyAuthentication(Accounts accounts, Caller caller) {
    this.accounts = accounts;
    this.caller = caller;
  }

  /** Before the path is looked at, so that who has no key does not learn which ones exist. */
  @ServerRequestFilter(preMatching = true, nonBlocking = true)
  void authenticate(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    if (path.equals(API) || path.startsWith(API + "/")) {
      if (!isAdmin(request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
        throw DomainError.unauthorized();
      }
      caller.actFor(
          account(request.getHeaderString(AccountHeader.NAME), request.getMethod(), path));
    }
  }

  /** The second lock: a resource that was reached without a key, however, is not called. */
  @ServerRequestFilter(nonBlocking = true)
  void requireCaller() {
    if (caller.accountId().isEmpty()) {
      throw DomainError.unauthorized();
    }
  }

  private boolean isAdmin(@Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && accounts.isAdmin(authorization.substring(SCHEME.length()).strip());
  }

  private static String account(@Nullable String header, String method, String path) {
    if (header == null) {
      return AccountHeader.DEFAULT;
    }
    if (Caller.isEveryAccount(header)) {
      if (method.equals(HttpMethod.POST) && path.equals(EVENTS)) {
        return header;
      }
      throw DomainError.invalid(AccountHeader.NAME, "may be * on POST /v1/events only");
    }
    if (!isAccountId(header)) {
      throw DomainError.invalid(
          AccountHeader.NAME, "must be 1 to 64 letters, digits, underscores or hyphens");
    }
    return header;
  }

  private static boolean isAccountId(String text) {
    return !text.isEmpty()
        && text.length() <= ACCOUNT_LENGTH
        && text.chars().allMatch(ApiKeyAuthentication::isOfAccountId);
  }

  private static boolean isOfAccountId(int letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9')
        || letter == '_'
        || letter == '-';
  }
}
