package io.kurier.delivery;

import org.jspecify.annotations.Nullable;

/** How an HTTP request to a receiver ended. */
public sealed interface Outcome {

  /** Its name in the API, in the table and in the metrics. */
  String wire();

  /** The answer's status; null where there was none. */
  default @Nullable Integer status() {
    return null;
  }

  /** What of the answer's body was read, at most 16 KiB; empty where there was none. */
  default byte[] response() {
    return new byte[0];
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
   * An answer that does not acknowledge.
   *
   * @param retryAfter the header of that name, as it came
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Refused(Integer status, byte[] response, @Nullable String retryAfter) implements Outcome {
    @Override
    public String wire() {
      return "refused";
    }
  }

  /** No whole answer within the timeout. */
  record TimedOut(String error) implements Outcome {
    @Override
    public String wire() {
      return "timed_out";
    }
  }

  /** The name was not resolved, the connection was refused or reset, TLS failed. */
  record Unreachable(String error) implements Outcome {
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
}
