package io.kurier.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that can't be met, for a reason that its sender should know. {@link Problems} turns it
 * into an RFC 9457 document. Nothing was stored when it is thrown. It has no stack trace: it is an
 * answer, not an accident.
 */
public class DomainError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final String detail;
  private final transient List<Fault> faults;
  private final @Nullable Duration retryAfter;

  protected DomainError(
      int status, String title, String detail, List<Fault> faults, @Nullable Duration retryAfter) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.faults = List.copyOf(faults);
    this.retryAfter = retryAfter;
  }

  private DomainError(int status, String title, String detail) {
    this(status, title, detail, List.of(), null);
  }

  /** 400: not JSON, or not UTF-8. */
  public static DomainError malformed(String detail) {
    return new DomainError(400, "Malformed request", detail);
  }

  /** 401: no key, or one that is not known. */
  public static DomainError unauthorized() {
    return new DomainError(
        401, "Unauthorized", "Send a valid API key as 'Authorization: Bearer <key>'.");
  }

  /** 404: it does not exist, or belongs to another account. */
  public static DomainError unknown(String what) {
    return new DomainError(404, "Not found", "There is no such " + what + ".");
  }

  /** 404: no resource has this path. */
  static DomainError nowhere() {
    return new DomainError(404, "Not found", "There is nothing at this path.");
  }

  /**
   * Any other status that the platform or the framework refuses with, told by its reason phrase.
   */
  static DomainError refused(int status, String reason) {
    return new DomainError(status, reason, reason + ".");
  }

  /** 409. */
  public static DomainError conflict(String detail) {
    return new DomainError(409, "Conflict", detail);
  }

  /** 412: the present version is none of the If-Match of the request. */
  public static DomainError stale() {
    return new DomainError(
        412,
        "Precondition failed",
        "It was changed meanwhile: read it again and repeat the change.");
  }

  /** 412: it is there, in a version that the If-None-Match of the request excludes. */
  static DomainError exists() {
    return new DomainError(
        412, "Precondition failed", "If-None-Match excludes what is there: nothing was changed.");
  }

  /** 413. */
  public static DomainError tooLarge(String detail) {
    return new DomainError(413, "Content too large", detail);
  }

  /** 415. */
  public static DomainError unsupported(String detail) {
    return new DomainError(415, "Unsupported media type", detail);
  }

  /** 422, with every fault that was found. */
  public static DomainError invalid(List<Fault> faults) {
    return new DomainError(
        422,
        "Invalid request",
        faults.size() == 1 ? faults.getFirst().detail() : faults.size() + " things are wrong.",
        faults,
        null);
  }

  /** 422 with one fault. */
  public static DomainError invalid(String pointer, String detail) {
    return invalid(new Fault(pointer, detail));
  }

  /** 422 with one fault. */
  public static DomainError invalid(Fault fault) {
    return invalid(List.of(fault));
  }

  /** 429: more came in than can be taken. */
  public static DomainError overloaded(Duration retryAfter) {
    return tooMany("More is coming in than can be taken.", retryAfter);
  }

  /** 429: one who asks has too much under way; nothing is wrong with the service. */
  public static DomainError tooMany(String detail, Duration retryAfter) {
    return new DomainError(429, "Too many requests", detail, List.of(), retryAfter);
  }

  /** 501: the body is coded in a way that can't be read. */
  static DomainError unknownCoding(String detail) {
    return new DomainError(501, "Not implemented", detail);
  }

  /** 503: the service can't work just now. */
  public static DomainError unavailable(String detail, Duration retryAfter) {
    return new DomainError(503, "Service unavailable", detail, List.of(), retryAfter);
  }

  public int status() {
    return status;
  }

  /** What is wrong, in one sentence. */
  public String detail() {
    return detail;
  }

  public String title() {
    return title;
  }

  public List<Fault> faults() {
    return faults;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
