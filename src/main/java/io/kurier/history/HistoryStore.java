package io.kurier.history;

import io.kurier.paging.Cursor;
import io.kurier.paging.Page;
import io.kurier.problem.DomainError;
import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events in the database, with what became of them. */
@ApplicationScoped
class HistoryStore {

  static final String ONE =
      """
      select id, producer_id, type, occurred_at, received_at, webhook_ids, body
      from event
      where id = $1 and account_id = $2
      """;

  /**
   * A page ends early at about 1 MiB of bodies and deliveries, so that memory does not depend on
   * the size of what is listed; its first item comes whatever its size.
   */
  static final String BY_PRODUCER_ID =
      """
      select * from (
        select found.*, row_number() over page as place, count(*) over () as found,
               sum(octet_length(body) + 200 * cardinality(webhook_ids)) over page as bytes
        from (
          select id, producer_id, type, occurred_at, received_at, webhook_ids, body
          from event
          where account_id = $1 and producer_id = $2 and id < $3
          order by id desc
          limit $4::int + 1
        ) as found
        window page as (order by id desc rows unbounded preceding)
      ) as page
      where place <= $4::int and (place = 1 or bytes <= 1048576)
      order by place
      """;

  private final Pool pool;
  private final Database database;

  HistoryStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** An event; fails with 404 if the account has no such one. */
  Uni<EventView> one(String accountId, UUID id) {
    return database
        .call(() -> pool.preparedQuery(ONE).execute(Tuple.of(id, accountId)))
        .map(rows -> rows.stream().map(RecordedEvent::of).toList())
        .invoke(
            events -> {
              if (events.isEmpty()) {
                throw DomainError.unknown("event");
              }
            })
        .chain(events -> views(accountId, events))
        .map(List::getFirst);
  }

  /** The events that the producer gave that id, the newest first. */
  Uni<Page<EventView>> byProducerId(String accountId, String producerId, UUID before, int limit) {
    return database
        .call(
            () ->
                pool.preparedQuery(BY_PRODUCER_ID)
                    .execute(Tuple.of(accountId, producerId, before, limit)))
        .map(
            rows ->
                Page.of(
                    rows.stream().map(RecordedEvent::of).toList(),
                    rows.stream().anyMatch(row -> row.getLong("found") > rows.size()),
                    event -> Cursor.at(event.id()).text()))
        .chain(page -> views(accountId, page.items()).map(page::with));
  }

  private Uni<List<EventView>> views(String accountId, List<RecordedEvent> events) {
    List<Match> matches = events.stream().flatMap(event -> event.matches().stream()).toList();
    return database
        .call(() -> ProgressStore.progressOf(matches, accountId, pool))
        .map(deliveries -> views(events, deliveries));
  }

  private static List<EventView> views(
      List<RecordedEvent> events, List<EventDeliveryView> deliveries) {
    List<EventView> views = new ArrayList<>(events.size());
    int from = 0;
    for (RecordedEvent event : events) {
      int to = from + event.webhookIds().size();
      views.add(event.view(deliveries.subList(from, to)));
      from = to;
    }
    return views;
  }

  /** A row of {@code event}. */
  private record RecordedEvent(
      UUID id,
      @Nullable String producerId,
      String type,
      @Nullable Instant occurredAt,
      Instant receivedAt,
      List<UUID> webhookIds,
      String body) {

    static RecordedEvent of(Row row) {
      OffsetDateTime occurredAt = row.getOffsetDateTime("occurred_at");
      return new RecordedEvent(
          row.getUUID("id"),
          row.getString("producer_id"),
          row.getString("type"),
          occurredAt == null ? null : occurredAt.toInstant(),
          row.getOffsetDateTime("received_at").toInstant(),
          List.of(row.getArrayOfUUIDs("webhook_ids")),
          // Only UTF-8 was accepted, so the bytes come out of it as they went in.
          row.getBuffer("body").toString(StandardCharsets.UTF_8));
    }

    List<Match> matches() {
      return webhookIds.stream().map(webhook -> new Match(id, webhook)).toList();
    }

    EventView view(List<EventDeliveryView> deliveries) {
      return new EventView(id, producerId, type, occurredAt, receivedAt, body, deliveries);
    }
  }
}
