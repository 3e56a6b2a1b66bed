package io.kurier.problem;

import java.util.List;

/**
 * 415: the body is said to be compressed. The answer names what is taken instead, in {@code
 * Accept-Encoding} (RFC 9110 section 15.5.16).
 */
final class UnsupportedCoding extends DomainError {

  static final String TAKEN = "identity";

  private static final long serialVersionUID = 1L;

  UnsupportedCoding() {
    super(
        415,
        "Unsupported media type",
        "Send the body as it is, without a Content-Encoding.",
        List.of(),
        null);
  }
}
