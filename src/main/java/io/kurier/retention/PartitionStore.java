package io.kurier.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The partitions of {@code event} and {@code attempt}, each a UTC day. */
@ApplicationScoped
class PartitionStore {

  private static final String MAKE = "select make_partitions($1)";

  /** The last day before the first that lacks one of its two, counted from today. */
  private static final String AHEAD =
      """
      select coalesce(min(ahead), $1 + 1) - 1
      from generate_series(0, $1::integer) as ahead cross join unnest(array['event', 'attempt']) as parent
      where to_regclass(parent || '_' || to_char((now() at time zone 'UTC')::date + ahead, 'YYYYMMDD')) is null
      """;

  /** One node at a time; the others have nothing to do then. */
  private static final String LOCK = "select pg_try_advisory_lock(hashtext('kurier.retention'))";

  private static final String UNLOCK = "select pg_advisory_unlock(hashtext('kurier.retention'))";

  /**
   * Whoever waits for a lock holds up those who come after, and does not look meanwhile whether a
   * day is missing: rather give up, and let the next run try again.
   */
  private static final String WAIT_BRIEFLY = "set lock_timeout = '3s'";

  private static final String WAIT_AS_USUAL = "reset lock_timeout";

  private static final String OUTDATED = "select detach, drop from outdated_partitions($1)";

  private final Pool pool;

  PartitionStore(Pool pool) {
    this.pool = pool;
  }

  /** Makes what is missing from yesterday to so many days ahead; how many it made. */
  Uni<Integer> makeAhead(int days) {
    return pool.withConnection(
        connection ->
            run(connection, WAIT_BRIEFLY)
                .chain(() -> connection.preparedQuery(MAKE).execute(Tuple.of(days)))
                .map(rows -> rows.iterator().next().getInteger(0))
                .eventually(() -> run(connection, WAIT_AS_USUAL)));
  }

  /** For how many days from tomorrow on there are partitions; -1 where there is none for today. */
  Uni<Integer> daysAhead(int most) {
    return pool.preparedQuery(AHEAD)
        .execute(Tuple.of(most))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  /** Drops every partition that lies wholly before the day; how many it dropped. */
  Uni<Integer> dropBefore(LocalDate firstKept) {
    return pool.withConnection(
        connection ->
            tell(connection, LOCK)
                .chain(
                    mine ->
                        mine
                            ? dropLocked(connection, firstKept)
                                .eventually(() -> tell(connection, UNLOCK))
                            : Uni.createFrom().item(0)));
  }

  private static Uni<Integer> dropLocked(SqlConnection connection, LocalDate firstKept) {
    return run(connection, WAIT_BRIEFLY)
        .chain(() -> connection.preparedQuery(OUTDATED).execute(Tuple.of(firstKept)))
        .chain(
            outdated -> {
              Uni<Integer> dropped = Uni.createFrom().item(0);
              for (Row partition : outdated) {
                dropped =
                    dropped.chain(count -> drop(connection, partition).replaceWith(count + 1));
              }
              return dropped;
            })
        .eventually(() -> run(connection, WAIT_AS_USUAL));
  }

  /** Neither statement may be part of a transaction. */
  private static Uni<Void> drop(SqlConnection connection, Row partition) {
    return run(connection, partition.getString(0))
        .chain(() -> run(connection, partition.getString(1)));
  }

  private static Uni<Void> run(SqlConnection connection, @Nullable String statement) {
    return statement == null
        ? Uni.createFrom().voidItem()
        : connection.query(statement).execute().replaceWithVoid();
  }

  private static Uni<Boolean> tell(SqlConnection connection, String question) {
    return connection.query(question).execute().map(rows -> rows.iterator().next().getBoolean(0));
  }
}
