package io.kurier.cluster;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** The rows of {@code node}. All times are the database's. */
@ApplicationScoped
class NodeStore {

  private static final String INSERT = "insert into node (id, name) values ($1, $2)";

  private static final String BEAT = "update node set heartbeat_at = now() where id = $1";

  private static final String DELETE = "delete from node where id = $1";

  private static final String DELETE_SILENT =
      """
      delete from node
      where heartbeat_at < now() - make_interval(secs => $1)
        and id <> $2
        -- Rows that still name it are released first; see Orphans.
        and not exists (select from delivery where owner = node.id)
      """;

  private final Pool pool;

  NodeStore(Pool pool) {
    this.pool = pool;
  }

  Uni<Void> insert(UUID id, String name) {
    return pool.preparedQuery(INSERT).execute(Tuple.of(id, name)).replaceWithVoid();
  }

  /** Whether the node was still there to be heard. */
  Uni<Boolean> beat(UUID id) {
    return pool.preparedQuery(BEAT).execute(Tuple.of(id)).map(rows -> rows.rowCount() == 1);
  }

  Uni<Void> delete(UUID id) {
    return pool.preparedQuery(DELETE).execute(Tuple.of(id)).replaceWithVoid();
  }

  /** Removes nodes that were silent for ten terms and own nothing. */
  Uni<Integer> deleteSilent(Duration term, UUID self) {
    return pool.preparedQuery(DELETE_SILENT)
        .execute(Tuple.of((double) term.toSeconds() * 10, self))
        .map(rows -> rows.rowCount());
  }
}
