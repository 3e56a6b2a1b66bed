package io.kurier.problem;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away, which passes by itself, from a statement that is wrong. */
public final class Outage {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /**
   * SQLSTATE classes: connection lost, log-in refused, no such database, out of memory, disk or
   * connections, shut down, system error. And 25006: a primary that became a standby.
   */
  private static final Set<String> CLASSES = Set.of("08", "28", "3D", "53", "57", "58");

  private static final String READ_ONLY = "25006";

  private Outage() {}

  /** Whether something failed, at any depth of its causes, because the database is away. */
  public static boolean isBehind(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException refused) {
        return isOutage(refused.getSqlState());
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
    return DomainError.unavailable(
        "The database can't be reached; nothing was stored.", RETRY_AFTER);
  }

  private static boolean isOutage(@Nullable String state) {
    return state != null
        && state.length() == 5
        && (READ_ONLY.equals(state) || CLASSES.contains(state.substring(0, 2)));
  }
}
