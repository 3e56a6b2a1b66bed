package io.kurier.cluster;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The rows of {@code node}, through a connection of their own: a heartbeat must not queue behind
 * work. All times are the database's.
 */
final class NodeStore {

  private static final String INSERT =
      "insert into node (id, name, version, sealed_format) values ($1, $2, $3, $4)";

  /** A beat looks round too: one query less for a node that has nothing to do. */
  private static final String BEAT =
      """
      with beat as (
        update node set heartbeat_at = now(), accepted_per_second = $3, acknowledged_per_second = $4
        where id = $1 returning id
      )
      select clock_timestamp() as database_time,
             exists (select from beat) as heard,
             exists (select from node where id <> $1 and heartbeat_at < now() - make_interval(secs => $2)) as silent,
             (select count(*)::int from node where id <> $1 and heartbeat_at >= now() - make_interval(secs => $2)) as others
      """;

  private static final String DELETE = "delete from node where id = $1";

  private final SqlClient connection;

  NodeStore(SqlClient connection) {
    this.connection = connection;
  }

  Uni<Void> insert(UUID id, String name, String version) {
    return query(INSERT, Tuple.of(id, name, version, Node.SEALED_FORMAT)).replaceWithVoid();
  }

  /**
   * What a beat tells.
   *
   * @param heard whether the node was still there to be heard
   * @param silent whether another node was silent for a term
   * @param others how many other nodes were not
   * @param databaseTime when the database saw it
   */
  record Beat(boolean heard, boolean silent, int others, Instant databaseTime) {}

  /** Beats, and says what the node did per second since the last beat. */
  Uni<Beat> beat(UUID id, Duration term, float accepted, float acknowledged) {
    return query(BEAT, Tuple.of(id, term.toMillis() / 1_000.0, accepted, acknowledged))
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new Beat(
                    row.getBoolean("heard"),
                    row.getBoolean("silent"),
                    row.getInteger("others"),
                    row.getOffsetDateTime("database_time").toInstant()));
  }

  Uni<Void> delete(UUID id) {
    return query(DELETE, Tuple.of(id)).replaceWithVoid();
  }

  private Uni<RowSet<Row>> query(String sql, Tuple values) {
    return Uni.createFrom()
        .completionStage(() -> connection.preparedQuery(sql).execute(values).toCompletionStage());
  }
}
