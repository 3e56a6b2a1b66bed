package io.kurier.history;

import io.kurier.delivery.AttemptView;
import io.kurier.paging.Cursor;
import io.kurier.paging.Page;
import io.kurier.problem.DomainError;
import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The requests that were made, as they were recorded. */
@ApplicationScoped
class AttemptLogStore {

  static final String ONE =
      """
      select id, webhook_id, delivery_id, event_ids, number, outcome, status, error, sent_at, duration_ms, response
      from attempt
      where id = $1 and account_id = $2
      """;

  /**
   * A page ends early at about 1 MiB of answers and event ids, so that memory does not depend on
   * the size of what is listed; its first item comes whatever its size. The last parameter are the
   * only ids that count, or null.
   */
  static final String OF_WEBHOOK =
      """
      select * from (
        select found.*, row_number() over page as place, count(*) over () as found,
               sum(40 * cardinality(event_ids) + coalesce(octet_length(response), 0)) over page as bytes
        from (
          select id, webhook_id, delivery_id, event_ids, number, outcome, status, error, sent_at, duration_ms, response
          from attempt
          where webhook_id = $1 and account_id = $2 and id < $3 and id >= $4 and sent_at >= $5 and sent_at < $6
            and ($7::text is null or outcome = $7) and ($9::uuid[] is null or id = any($9))
          order by id desc
          limit $8::int + 1
        ) as found
        window page as (order by id desc rows unbounded preceding)
      ) as page
      where place <= $8::int and (place = 1 or bytes <= 1048576)
      order by place
      """;

  /**
   * The newest requests and their events, as many as are looked into for one page of a type: no
   * index leads from a type to requests, so the effort is bounded by number, whatever is found. The
   * first one comes however many events it has.
   */
  static final String LOOKED_INTO =
      """
      select * from (
        select newest.*, row_number() over page as place, count(*) over () as found,
               sum(cardinality(event_ids)) over page as events
        from (
          select id, event_ids from attempt
          where webhook_id = $1 and account_id = $2 and id < $3 and id >= $4 and sent_at >= $5 and sent_at < $6
            and ($7::text is null or outcome = $7)
          order by id desc
          limit 5001
        ) as newest
        window page as (order by id desc rows unbounded preceding)
      ) as page
      where place <= 5000 and (place = 1 or events <= 10000)
      order by place
      """;

  /** Which of some events are of a type. The ids say in which partitions to look. */
  static final String OF_TYPE =
      """
      select id from event
      where id = any($1::uuid[]) and account_id = $2 and type = $3
      """;

  private final Pool pool;
  private final Database database;

  AttemptLogStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** A request; fails with 404 if the account made no such one. */
  Uni<AttemptView> one(String accountId, UUID id) {
    return database
        .call(() -> pool.preparedQuery(ONE).execute(Tuple.of(id, accountId)))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(AttemptLogStore::view)
                    .orElseThrow(() -> DomainError.unknown("attempt")));
  }

  /**
   * The requests to a webhook, the newest first. A page of one type may hold fewer than were asked
   * for, or none, although there is a next one.
   */
  Uni<Page<AttemptView>> ofWebhook(String accountId, UUID webhookId, AttemptFilter filter) {
    String type = filter.type();
    return type == null
        ? page(accountId, webhookId, filter, null)
        : lookInto(accountId, webhookId, filter)
            .chain(
                looked ->
                    ofType(accountId, looked.eventIds(), type)
                        .chain(events -> page(accountId, webhookId, filter, looked, events)));
  }

  /** Those of some requests that carried an event of a type. */
  Uni<List<AttemptView>> thatCarried(String type, String accountId, List<AttemptView> attempts) {
    Set<UUID> ids = new LinkedHashSet<>();
    attempts.forEach(attempt -> ids.addAll(attempt.eventIds()));
    return ofType(accountId, ids, type)
        .map(
            events ->
                attempts.stream()
                    .filter(attempt -> attempt.eventIds().stream().anyMatch(events::contains))
                    .toList());
  }

  private Uni<Page<AttemptView>> page(
      String accountId, UUID webhookId, AttemptFilter filter, @Nullable List<UUID> ids) {
    return database
        .call(
            () -> pool.preparedQuery(OF_WEBHOOK).execute(values(accountId, webhookId, filter, ids)))
        .map(
            rows ->
                Page.of(
                    rows.stream().map(AttemptLogStore::view).toList(),
                    rows.stream().anyMatch(row -> row.getLong("found") > rows.size()),
                    attempt -> Cursor.at(attempt.id()).text()));
  }

  private Uni<Page<AttemptView>> page(
      String accountId, UUID webhookId, AttemptFilter filter, Looked looked, Set<UUID> events) {
    List<UUID> ids = looked.thatCarried(events, filter.limit() + 1);
    if (ids.isEmpty()) {
      return Uni.createFrom().item(new Page<>(List.of(), looked.next()));
    }
    return page(accountId, webhookId, filter, ids)
        .map(page -> page.next() == null ? new Page<>(page.items(), looked.next()) : page);
  }

  private Uni<Looked> lookInto(String accountId, UUID webhookId, AttemptFilter filter) {
    return database
        .call(() -> pool.preparedQuery(LOOKED_INTO).execute(range(accountId, webhookId, filter)))
        .map(Looked::of);
  }

  private Uni<Set<UUID>> ofType(String accountId, Set<UUID> eventIds, String type) {
    return eventIds.isEmpty()
        ? Uni.createFrom().item(Set.of())
        : database
            .call(
                () ->
                    pool.preparedQuery(OF_TYPE)
                        .execute(
                            Tuple.of(eventIds.toArray(UUID[]::new))
                                .addString(accountId)
                                .addString(type)))
            .map(rows -> rows.stream().map(row -> row.getUUID("id")).collect(Collectors.toSet()));
  }

  /**
   * The requests that were looked into.
   *
   * @param attempts the events by the id of the request, the newest first
   * @param next the cursor of what was not looked into; null where that was all
   */
  private record Looked(Map<UUID, List<UUID>> attempts, @Nullable String next) {

    static Looked of(RowSet<Row> rows) {
      Map<UUID, List<UUID>> attempts = new LinkedHashMap<>();
      @Nullable String next = null;
      for (Row row : rows) {
        attempts.put(row.getUUID("id"), List.of(row.getArrayOfUUIDs("event_ids")));
        next = row.getLong("found") > rows.size() ? Cursor.at(row.getUUID("id")).text() : null;
      }
      return new Looked(attempts, next);
    }

    Set<UUID> eventIds() {
      return attempts.values().stream()
          .flatMap(List::stream)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<UUID> thatCarried(Set<UUID> events, int most) {
      return attempts.entrySet().stream()
          .filter(attempt -> attempt.getValue().stream().anyMatch(events::contains))
          .map(Map.Entry::getKey)
          .limit(most)
          .toList();
    }
  }

  /** Where the log is read, for any page. */
  static Tuple range(String accountId, UUID webhookId, AttemptFilter filter) {
    return Tuple.tuple()
        .addUUID(webhookId)
        .addString(accountId)
        .addUUID(filter.endId())
        .addUUID(filter.firstId())
        .addOffsetDateTime(filter.since().atOffset(ZoneOffset.UTC))
        .addOffsetDateTime(filter.until().atOffset(ZoneOffset.UTC))
        .addString(filter.outcome());
  }

  static Tuple values(
      String accountId, UUID webhookId, AttemptFilter filter, @Nullable List<UUID> ids) {
    return range(accountId, webhookId, filter)
        .addInteger(filter.limit())
        .addArrayOfUUID(ids == null ? null : ids.toArray(UUID[]::new));
  }

  private static AttemptView view(Row row) {
    return new AttemptView(
        row.getUUID("id"),
        row.getUUID("webhook_id"),
        row.getUUID("delivery_id"),
        List.of(row.getArrayOfUUIDs("event_ids")),
        row.getInteger("number"),
        row.getString("outcome"),
        row.getInteger("status"),
        row.getString("error"),
        row.getOffsetDateTime("sent_at").toInstant(),
        Duration.ofMillis(row.getInteger("duration_ms")),
        row.getBuffer("response") == null
            ? null
            : AttemptView.text(row.getBuffer("response").getBytes()));
  }
}
