package io.kurier.problem;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * Tells a database that can't do its work just now, which passes by itself or by an operator's
 * hand, from a statement that is wrong, which would fail again.
 */
public final class Outage {

  /** When to come back. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /**
   * SQLSTATE classes: connection lost, log-in refused, no such database, rolled back by the server
   * (deadlock), out of memory, disk or connections, lock not to be had, shut down, system error,
   * internal error. And 25006: a primary that became a standby.
   */
  private static final Set<String> CLASSES =
      Set.of("08", "28", "3D", "40", "53", "55", "57", "58", "XX");

  private static final String READ_ONLY = "25006";

  private static final String CHECK_VIOLATION = "23514";

  private Outage() {}

  /** Whether something failed, at any depth of its causes, because the database is away. */
  public static boolean isBehind(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException refused) {
        return isOutage(refused);
      }
      // Refused, reset, unknown host; closed under way; no connection became free in time.
      if (cause instanceof IOException || cause instanceof VertxException) {
        return true;
      }
    }
    return false;
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

  private static boolean isOutage(PgException refused) {
    String state = refused.getSqlState();
    return state != null
        && state.length() == 5
        && (READ_ONLY.equals(state)
            || CLASSES.contains(state.substring(0, 2))
            || isPartitionMissing(refused));
  }
}
