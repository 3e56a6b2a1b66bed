package io.kurier.delivery;

import org.jspecify.annotations.Nullable;

/** How an HTTP request to a receiver ended. */
public sealed interface Outcome {

  /** Its name in the API, in the table and in the metrics. */
  String wire();

  /** The answer's status, from 100 to 599; null where there was none. */
  default @Nullable Integer status() {
    return null;
  }

  /** Whether the answer has this status. */
  default boolean hasStatus(int code) {
    Integer status = status();
    return status != null && status == code;
  }

  /** What of the answer's body was read, at most 16 KiB; empty where there was none. */
  default byte[] response() {
    return new byte[0];
  }

  /** The header {@code Retry-After} as it came; null where none did. */
  default @Nullable String retryAfter() {
    return null;
  }

  /** What went wrong, for a person; null where the status says it. */
  default @Nullable String error() {
    return null;
  }

  /** The receiver has it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Acknowledged(Integer status, byte[] response) implements Outcome {
    @Override
    public String wire() {
      return "acknowledged";
    }
  }

  /**
   * An answer that does not acknowledge, or that is none.
   *
   * @param status null where what came is no status
   * @param retryAfter the header of that name, as it came
   * @param error what is wrong with the answer; null where its status says it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Refused(
      @Nullable Integer status,
      byte[] response,
      @Nullable String retryAfter,
      @Nullable String error)
      implements Outcome {

    /** An answer that is one. */
    public Refused(int status, byte[] response, @Nullable String retryAfter) {
      this(status, response, retryAfter, null);
    }

    @Override
    public String wire() {
      return "refused";
    }
  }

  /**
   * No whole answer within the timeout.
   *
   * @param status of what came of the answer; null where nothing did
   * @param retryAfter the header of that name, as it came
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record TimedOut(
      String error, @Nullable Integer status, byte[] response, @Nullable String retryAfter)
      implements Outcome {

    /** Nothing came. */
    public TimedOut(String error) {
      this(error, null, new byte[0], null);
    }

    @Override
    public String wire() {
      return "timed_out";
    }
  }

  /**
   * The name was not resolved, the connection was refused or reset, TLS failed.
   *
   * @param status of what came of the answer; null where nothing did
   * @param retryAfter the header of that name, as it came
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Unreachable(
      String error, @Nullable Integer status, byte[] response, @Nullable String retryAfter)
      implements Outcome {

    /** Nothing came. */
    public Unreachable(String error) {
      this(error, null, new byte[0], null);
    }

    @Override
    public String wire() {
      return "unreachable";
    }
  }

  /** The address may not be called. */
  record Blocked(String error) implements Outcome {
    @Override
    public String wire() {
      return "blocked";
    }
  }

  /**
   * What can be recorded of an outcome that the database refuses as it is: how it ended, its status
   * if it is one, and a text; nothing of the answer's body.
   */
  record Stripped(Outcome of) implements Outcome {

    static final String UNFIT = "The answer had something in it that could not be recorded.";

    private static final int LOWEST_STATUS = 100;
    private static final int HIGHEST_STATUS = 599;
    private static final int LONGEST_ERROR = 200;

    @Override
    public String wire() {
      return of.wire();
    }

    @Override
    public @Nullable Integer status() {
      Integer status = of.status();
      return status == null || status < LOWEST_STATUS || status > HIGHEST_STATUS ? null : status;
    }

    @Override
    public String error() {
      String error = of.error();
      if (error == null) {
        return UNFIT;
      }
      String printable = error.replaceAll("[^ -~]", "");
      return printable.isBlank()
          ? UNFIT
          : printable.substring(0, Math.min(printable.length(), LONGEST_ERROR));
    }
  }
}
