package io.kurier.account;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** The rows of {@code account} and {@code api_key}. */
@ApplicationScoped
class AccountStore {

  /** Of nodes that start at once, one at a time looks for a key and makes one. */
  private static final String LOCK = "select pg_advisory_xact_lock(hashtext('kurier.admin-key'))";

  private static final String ADMIN_HASHES = "select hash from api_key where scope = 'admin'";

  private static final String INSERT_ADMIN =
      """
      insert into api_key (hash, scope)
      select $1, 'admin'
      where not exists (select from api_key where scope = 'admin')
      """;

  private final Pool pool;

  AccountStore(Pool pool) {
    this.pool = pool;
  }

  /** The SHA-256 of every admin key. */
  Uni<List<byte[]>> adminHashes() {
    return pool.query(ADMIN_HASHES).execute().map(AccountStore::hashes);
  }

  /** Adds a first admin key; whether it was added, so no: there was one already. */
  Uni<Boolean> insertFirstAdmin(byte[] hash) {
    return pool.withTransaction(
        connection ->
            connection
                .query(LOCK)
                .execute()
                .chain(
                    locked ->
                        connection
                            .preparedQuery(INSERT_ADMIN)
                            .execute(Tuple.of(Buffer.buffer(hash))))
                .map(rows -> rows.rowCount() == 1));
  }

  private static List<byte[]> hashes(RowSet<Row> rows) {
    List<byte[]> hashes = new ArrayList<>(rows.size());
    rows.forEach(row -> hashes.add(row.getBuffer(0).getBytes()));
    return hashes;
  }
}
