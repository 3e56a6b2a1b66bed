package io.kurier.event;

import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of {@code account_change}, which triggers write. */
@ApplicationScoped
class AccountChangeStore {

  /** Longer than the time between two looks, and than a transaction takes to become visible. */
  private static final String LATELY =
      "select account_id, changed_at from account_change where changed_at > now() - interval '2 minutes'";

  private final Pool pool;
  private final Database database;

  AccountChangeStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** The accounts that changed in the last two minutes, and when each last did. */
  Uni<Map<String, OffsetDateTime>> lately() {
    return database.call(
        () ->
            pool.query(LATELY)
                .execute()
                .map(
                    rows ->
                        rows.stream()
                            .collect(
                                Collectors.toMap(
                                    row -> row.getString("account_id"),
                                    row -> row.getOffsetDateTime("changed_at")))));
  }
}
