package io.kurier.cluster;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * The rows of {@code node}, through a connection of their own: a heartbeat must not queue behind
 * work. All times are the database's.
 */
final class NodeStore {

  private static final String INSERT = "insert into node (id, name) values ($1, $2)";

  private static final String BEAT = "update node set heartbeat_at = now() where id = $1";

  private static final String DELETE = "delete from node where id = $1";

  private final SqlClient connection;

  NodeStore(SqlClient connection) {
    this.connection = connection;
  }

  Uni<Void> insert(UUID id, String name) {
    return query(INSERT, Tuple.of(id, name)).replaceWithVoid();
  }

  /** Whether the node was still there to be heard. */
  Uni<Boolean> beat(UUID id) {
    return query(BEAT, Tuple.of(id)).map(rows -> rows.rowCount() == 1);
  }

  Uni<Void> delete(UUID id) {
    return query(DELETE, Tuple.of(id)).replaceWithVoid();
  }

  private Uni<RowSet<Row>> query(String sql, Tuple values) {
    return Uni.createFrom()
        .completionStage(() -> connection.preparedQuery(sql).execute(values).toCompletionStage());
  }
}
