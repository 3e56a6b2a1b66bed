package io.kurier.start;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The database as such. */
@ApplicationScoped
class DatabaseStore {

  /** A busy database answers later, but not much; a probe waits no longer than some seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Pool pool;

  DatabaseStore(Pool pool) {
    this.pool = pool;
  }

  /** Whether it answers at all. Never fails. */
  Uni<Boolean> answers() {
    return pool.query("select 1")
        .execute()
        .replaceWith(true)
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure()
        .recoverWithItem(false);
  }
}
