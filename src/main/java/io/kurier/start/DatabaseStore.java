package io.kurier.start;

import io.kurier.storage.OwnConnections;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The database as such. */
@ApplicationScoped
class DatabaseStore {

  private static final String ANSWERS = "select 1";

  /** The number of a process may come again, on another server too; when it began does not. */
  private static final String SESSION =
      """
      select concat(pg_backend_pid(), ' since ',
                    (select backend_start from pg_stat_activity where pid = pg_backend_pid()))
      """;

  /** A busy database answers later, but not much; a probe waits no longer than some seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * Which connection is asked when. A pooler that gives the server's connections out again in the
   * order of their last use is found out by two different ones in a row, one that gives them out by
   * turns by the same one twice.
   */
  private static final int[] ASKED = {0, 0, 1, 1, 2, 2, 2, 1, 0};

  private static final int CONNECTIONS = 3;

  private final Pool pool;
  private final OwnConnections connections;

  DatabaseStore(Pool pool, OwnConnections connections) {
    this.pool = pool;
    this.connections = connections;
  }

  /** Whether it answers at all. Never fails. */
  Uni<Boolean> answers() {
    return pool.query(ANSWERS)
        .execute()
        .replaceWith(true)
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure()
        .recoverWithItem(false);
  }

  /** The sessions of some connections that are made for this, asked several times each. */
  Uni<Sessions> sessions() {
    // Where to connect to is known once the pool was used.
    return pool.query(ANSWERS)
        .execute()
        .chain(() -> Uni.createFrom().completionStage(() -> probe().toCompletionStage()));
  }

  private Future<Sessions> probe() {
    List<PgConnection> open = new CopyOnWriteArrayList<>();
    Future<Void> opened = Future.succeededFuture();
    for (int i = 0; i < CONNECTIONS; i++) {
      opened = opened.compose(before -> connections.connect().onSuccess(open::add).mapEmpty());
    }
    return opened.compose(all -> ask(open)).onComplete(any -> open.forEach(PgConnection::close));
  }

  private static Future<Sessions> ask(List<PgConnection> open) {
    List<List<String>> seen = new ArrayList<>();
    open.forEach(connection -> seen.add(new ArrayList<>()));
    Future<Void> asked = Future.succeededFuture();
    for (int i : ASKED) {
      asked =
          asked.compose(
              before ->
                  open.get(i)
                      .query(SESSION)
                      .execute()
                      .onSuccess(rows -> seen.get(i).add(rows.iterator().next().getString(0)))
                      .mapEmpty());
    }
    return asked.map(all -> new Sessions(seen));
  }
}
