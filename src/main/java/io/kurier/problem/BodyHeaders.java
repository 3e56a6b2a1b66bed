package io.kurier.problem;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** What the headers of a request may say about its body, whatever the path. */
final class BodyHeaders {

  private BodyHeaders() {}

  /**
   * Checks the headers of a request that has a body.
   *
   * @throws DomainError 415 if the body is said to be encoded, in another charset than UTF-8, or of
   *     two types; what the body really is does not matter
   */
  static void check(MultiMap headers) {
    if (headers.contains(HttpHeaders.CONTENT_ENCODING)
        && !isIdentity(headers.getAll(HttpHeaders.CONTENT_ENCODING))) {
      throw new UnsupportedCoding();
    }
    List<String> types = headers.getAll(HttpHeaders.CONTENT_TYPE);
    if (types.size() > 1) {
      throw DomainError.unsupported("Content-Type must occur once.");
    }
    if (!types.isEmpty()) {
      ContentType.of(types.getFirst());
    }
  }

  /** An empty list names no coding (RFC 9110 section 5.6.1). */
  private static boolean isIdentity(List<String> fields) {
    return fields.stream()
        .flatMap(field -> List.of(field.split(",")).stream())
        .map(String::strip)
        .allMatch(coding -> coding.isEmpty() || coding.equalsIgnoreCase("identity"));
  }
}
