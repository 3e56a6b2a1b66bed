package io.kurier.delivery;

import io.kurier.storage.Columns;
import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows of {@code webhook_pause}. */
@Singleton
class PauseStore {

  /** The rows are locked in the order of their ids: nodes that write at a time do not deadlock. */
  private static final String PUT =
      """
      with paused as (
        insert into webhook_pause (webhook_id, version, paused_until)
        select * from unnest($1::uuid[], $2::int[], $3::timestamptz[]) as p (webhook_id, version, paused_until)
        order by webhook_id
        on conflict (webhook_id) do update
          set version = excluded.version, paused_until = excluded.paused_until
          where webhook_pause.version < excluded.version
             or (webhook_pause.version = excluded.version and webhook_pause.paused_until < excluded.paused_until)
        returning webhook_id, version, paused_until
      )
      select pg_notify('kurier_pause', webhook_id || ' ' || version || ' '
                                       || (extract(epoch from paused_until) * 1000)::bigint)
      from paused
      """;

  private static final String PRESENT =
      "select webhook_id, version, paused_until from webhook_pause where paused_until > $1";

  private static final String DELETE_OVER = "delete from webhook_pause where paused_until < $1";

  private final Pool pool;
  private final Database database;

  PauseStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /**
   * A pause.
   *
   * @param version of the configuration that was paused
   */
  record Pause(UUID webhookId, int version, Instant until) {

    /** As other nodes hear of it. */
    static Pause parse(String notified) {
      String[] parts = notified.split(" ", -1);
      return new Pause(
          UUID.fromString(parts[0]),
          Integer.parseInt(parts[1]),
          Instant.ofEpochMilli(Long.parseLong(parts[2])));
    }

    private static Pause last(Pause one, Pause other) {
      boolean later =
          one.version() != other.version()
              ? one.version() > other.version()
              : one.until().isAfter(other.until());
      return later ? one : other;
    }
  }

  /** Stores pauses and tells the other nodes; of one webhook only the longest stays. */
  Uni<Void> putAll(Collection<Pause> pauses) {
    // An upsert may not meet the same row twice in one statement.
    Map<UUID, Pause> each = new HashMap<>();
    pauses.forEach(pause -> each.merge(pause.webhookId(), pause, Pause::last));
    List<Pause> rows = List.copyOf(each.values());
    Tuple values =
        Tuple.tuple()
            .addArrayOfUUID(Columns.uuids(rows, Pause::webhookId))
            .addArrayOfInteger(Columns.numbers(rows, Pause::version))
            .addArrayOfOffsetDateTime(Columns.times(rows, Pause::until));
    return database.call(() -> pool.preparedQuery(PUT).execute(values)).replaceWithVoid();
  }

  /** The pauses that are not over. */
  Uni<List<Pause>> present(Instant now) {
    return database
        .call(() -> pool.preparedQuery(PRESENT).execute(Tuple.of(now.atOffset(ZoneOffset.UTC))))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new Pause(
                                row.getUUID("webhook_id"),
                                row.getInteger("version"),
                                row.getOffsetDateTime("paused_until").toInstant()))
                    .toList());
  }

  /** Deletes those that were over before then. */
  Uni<Void> deleteOver(Instant before) {
    return database
        .call(
            () ->
                pool.preparedQuery(DELETE_OVER).execute(Tuple.of(before.atOffset(ZoneOffset.UTC))))
        .replaceWithVoid();
  }
}
