package io.kurier.event;

import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The accounts' own event types. */
@ApplicationScoped
public class EventTypeStore {

  /** What an {@link #insert} did. */
  enum Insertion {
    INSERTED,
    EXISTS,
    /** The account has as many as it may have. */
    FULL
  }

  private static final String OF_ACCOUNT =
      """
      select type, label_de, label_en, schema, sample, enforce, created_at, updated_at
      from event_type
      where account_id = $1
      order by type collate "C"
      """;

  private static final String ONE =
      """
      select type, label_de, label_en, schema, sample, enforce, created_at, updated_at
      from event_type
      where account_id = $1 and type = $2
      """;

  // The index needs the schemas that are enforced, and no samples: there may be very many types.
  private static final String INDEXED =
      """
      select account_id, type, label_de, label_en,
             case when enforce then schema end as schema, null::text as sample, enforce
      from event_type
      where $1::text is null or account_id = $1
      order by account_id, type collate "C"
      """;

  private static final String INSERT =
      """
      with place as (
        select count(*) < $9 as free, coalesce(bool_or(type = $2), false) as taken
        from event_type where account_id = $1
      ), made as (
        insert into event_type
          (account_id, type, label_de, label_en, schema, sample, enforce, created_at, updated_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $8 from place where free
        on conflict do nothing
        returning type
      )
      select (select count(*) from made) as made, free, taken from place
      """;

  private static final String UPDATE =
      """
      update event_type
      set label_de = $3, label_en = $4, schema = $5, sample = $6, enforce = $7, updated_at = $8
      where account_id = $1 and type = $2
      returning type, label_de, label_en, schema, sample, enforce, created_at, updated_at
      """;

  private static final String DELETE =
      """
      delete from event_type where account_id = $1 and type = $2
      """;

  private final Pool pool;
  private final Database database;

  EventTypeStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /**
   * An account's own types as the index needs them: with the schema only where it is enforced,
   * without sample.
   */
  public Uni<List<EventType>> ofAccount(String accountId) {
    return execute(INDEXED, Tuple.of(accountId))
        .map(rows -> stream(rows).map(EventTypeStore::typeOf).toList());
  }

  /** Every account's own types, as {@link #ofAccount} has them; no entry for those without. */
  public Uni<Map<String, List<EventType>>> all() {
    return execute(INDEXED, Tuple.tuple().addValue(null))
        .map(
            rows ->
                stream(rows)
                    .collect(
                        Collectors.groupingBy(
                            row -> row.getString("account_id"),
                            Collectors.mapping(
                                EventTypeStore::typeOf, Collectors.toUnmodifiableList()))));
  }

  /** An account's own types, whole, sorted by name. */
  Uni<List<OwnEventType>> list(String accountId) {
    return execute(OF_ACCOUNT, Tuple.of(accountId))
        .map(rows -> stream(rows).map(EventTypeStore::ownOf).toList());
  }

  Uni<Optional<OwnEventType>> find(String accountId, String type) {
    if (!EventTypeRequest.isName(type)) {
      return Uni.createFrom().item(Optional.empty());
    }
    return execute(ONE, Tuple.of(accountId, type)).map(EventTypeStore::first);
  }

  /**
   * Inserts a type unless the account has it or has {@code most} already. Two inserts at the same
   * moment may exceed that by one; it only keeps the index small.
   */
  Uni<Insertion> insert(String accountId, EventType type, Instant now, int most) {
    return execute(INSERT, row(accountId, type, now).addInteger(most))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              if (row.getLong("made") == 1) {
                return Insertion.INSERTED;
              }
              return row.getBoolean("free") || row.getBoolean("taken")
                  ? Insertion.EXISTS
                  : Insertion.FULL;
            });
  }

  /** Replaces a type; empty where the account has no such type. */
  Uni<Optional<OwnEventType>> update(String accountId, EventType type, Instant now) {
    if (!EventTypeRequest.isName(type.type())) {
      return Uni.createFrom().item(Optional.empty());
    }
    return execute(UPDATE, row(accountId, type, now)).map(EventTypeStore::first);
  }

  /** Whether there was a type to delete. */
  Uni<Boolean> delete(String accountId, String type) {
    if (!EventTypeRequest.isName(type)) {
      return Uni.createFrom().item(false);
    }
    return execute(DELETE, Tuple.of(accountId, type)).map(rows -> rows.rowCount() == 1);
  }

  private Uni<RowSet<Row>> execute(String sql, Tuple values) {
    return database.call(() -> pool.preparedQuery(sql).execute(values));
  }

  private static Tuple row(String accountId, EventType type, Instant now) {
    return Tuple.tuple()
        .addString(accountId)
        .addString(type.type())
        .addString(type.labelDe())
        .addString(type.labelEn())
        .addString(type.schema())
        .addString(type.sample())
        .addBoolean(type.enforce())
        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
  }

  private static Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static Optional<OwnEventType> first(RowSet<Row> rows) {
    return stream(rows).findFirst().map(EventTypeStore::ownOf);
  }

  private static OwnEventType ownOf(Row row) {
    return new OwnEventType(
        typeOf(row),
        instant(row.getOffsetDateTime("created_at")),
        instant(row.getOffsetDateTime("updated_at")));
  }

  private static EventType typeOf(Row row) {
    return new EventType(
        row.getString("type"),
        row.getString("label_de"),
        row.getString("label_en"),
        row.getString("schema"),
        row.getString("sample"),
        row.getBoolean("enforce"),
        false);
  }

  private static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }
}
