package io.kurier.problem;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that can't do its work just now, which passes by itself or by an operator's
 * hand, from a statement that is wrong, which would fail again.
 */
public final class Outage {

  /** When to come back. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /**
   * SQLSTATE classes (PostgreSQL documentation, appendix A): connection lost, log-in refused, no
   * such database, rolled back by the server, out of memory, disk or connections, lock not to be
   * had, shut down, system error, internal error.
   */
  private static final Set<String> CLASSES =
      Set.of("08", "28", "3D", "40", "53", "55", "57", "58", "XX");

  private static final String READ_ONLY = "25006";

  /** Idle for too long within a transaction, or with it: the server ends the session. */
  private static final Set<String> ENDED = Set.of("25P03", "25P04");

  /** A prepared statement that is unknown, or known already. */
  private static final Set<String> NOT_AS_PREPARED = Set.of("26000", "42P05");

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String COMPLETION_UNKNOWN = "40003";

  private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

  private static final String CHECK_VIOLATION = "23514";

  /** What the client says of a statement that it has not sent. */
  private static final Set<String> UNSENT =
      Set.of("Connection is not active now", "Pending requests failed to be sent");

  private Outage() {}

  /** Whether something failed, at any depth of its causes, through no fault of the statement. */
  public static boolean isBehind(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException refused) {
        return isOutage(refused);
      }
      // Refused, reset, unknown host; closed under way; no connection became free in time.
      if (cause instanceof IOException || cause instanceof VertxException || isUnsent(cause)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the database works, and another transaction was in the way: a deadlock, a serialization
   * failure, a lock that was not to be had in time. The statement had no effect.
   */
  public static boolean isConflict(Throwable error) {
    return isRolledBack(error) || LOCK_NOT_AVAILABLE.equals(state(error));
  }

  /** Whether it was a conflict that is over: the statement may be repeated at once. */
  public static boolean isRolledBack(Throwable error) {
    String state = state(error);
    return state != null && state.startsWith("40") && !COMPLETION_UNKNOWN.equals(state);
  }

  /** Whether nothing was sent to the database, so that it may be tried again. */
  public static boolean isUnsent(Throwable error) {
    String message = error.getMessage();
    return error instanceof ConnectException
        || (error instanceof NoStackTraceThrowable
            && message != null
            && UNSENT.stream().anyMatch(message::startsWith));
  }

  /**
   * Whether the connection is at fault, and would be again: it leads to a server that takes no
   * writes, or its session is not the one that prepared the statements.
   */
  public static boolean isOfConnection(Throwable error) {
    String state = state(error);
    return state != null && (READ_ONLY.equals(state) || NOT_AS_PREPARED.contains(state));
  }

  /** 503: what is asked of whoever meets an outage. */
  public static DomainError toError() {
    return DomainError.unavailable("The database can't do its work just now.", RETRY_AFTER);
  }

  /** Whether there is no partition for the row: told as a check that has no name. */
  public static boolean isPartitionMissing(Throwable error) {
    return error instanceof PgException refused
        && CHECK_VIOLATION.equals(refused.getSqlState())
        && refused.getConstraint() == null;
  }

  /**
   * Whether a text was refused for a character in it, which only a client can have sent: the
   * SQLSTATEs of one that is none of the encoding's, or has no counterpart in it.
   */
  static boolean isUnstorableText(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException refused) {
        return refused.getSqlState() != null && UNSTORABLE.contains(refused.getSqlState());
      }
    }
    return false;
  }

  private static boolean isOutage(PgException refused) {
    String state = refused.getSqlState();
    return state != null
        && state.length() == 5
        && (CLASSES.contains(state.substring(0, 2))
            || ENDED.contains(state)
            || isOfConnection(refused)
            || isPartitionMissing(refused));
  }

  private static @Nullable String state(Throwable error) {
    return error instanceof PgException refused ? refused.getSqlState() : null;
  }
}
