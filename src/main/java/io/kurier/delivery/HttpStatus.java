package io.kurier.delivery;

/** Which numbers are statuses: three digits, from 100 to 599 (RFC 9110 section 15). */
final class HttpStatus {

  static final int SWITCHING_PROTOCOLS = 101;
  static final int NO_CONTENT = 204;
  static final int NOT_MODIFIED = 304;
  static final int REQUEST_TIMEOUT = 408;

  private HttpStatus() {}

  static boolean isOne(int number) {
    return number >= 100 && number <= 599;
  }

  /** Whether another answer follows (RFC 9110 section 15.2); 101 ends HTTP and is none of them. */
  static boolean isInterim(int status) {
    return status >= 100 && status <= 199 && status != SWITCHING_PROTOCOLS;
  }

  /** Whether the answer has no body, whatever its headers say (RFC 9112 section 6.3). */
  static boolean hasNoBody(int status) {
    return status == NO_CONTENT || status == NOT_MODIFIED;
  }

  /** What is wrong with a number that is not a status. */
  static String complaint(String number) {
    return "The receiver answered with the status "
        + number
        + "; a status has three digits, from 100 to 599.";
  }
}
