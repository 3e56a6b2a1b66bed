package io.kurier.history;

import io.kurier.paging.Cursor;
import io.kurier.paging.Page;
import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What is open or failed of a webhook. */
@ApplicationScoped
class DeliveryListStore {

  /**
   * Sorted by when they are due, which does not change while a row is there, whoever owns it. Most
   * rows are nobody's, and come from the index of claiming, first tries and retries apart. Rows
   * that a node owns, and those that were sent again after they had ended, have no index: one for
   * them would cost every event, so they are found by a walk through the table of open work.
   *
   * <p>A page ends early at 10,000 events; its first item comes whatever its size.
   */
  static final String OPEN =
      """
      select * from (
        select found.*, row_number() over page as place, count(*) over () as found,
               sum(cardinality(event_ids)) over page as events
        from (
          select * from (
            (select id, event_ids, attempts, due_at from delivery
             where webhook_id = $1 and account_id = $2 and owner is null and least(tries, 1) = 0
               and (due_at, id) > ($3, $4) and attempts = 0 and $5::int = 0
             order by due_at, id
             limit $7::int + 1)
            union all
            (select id, event_ids, attempts, due_at from delivery
             where webhook_id = $1 and account_id = $2 and owner is null and least(tries, 1) = 1
               and (due_at, id) > ($3, $4) and $6::int > 0
             order by due_at, id
             limit $7::int + 1)
            union all
            (select id, event_ids, attempts, due_at from delivery
             where webhook_id = $1 and account_id = $2 and (owner is not null or (tries = 0 and attempts > 0))
               and (due_at, id) > ($3, $4) and attempts between $5::int and $6::int
             order by due_at, id
             limit $7::int + 1)
          ) as either
          order by due_at, id
          limit $7::int + 1
        ) as found
        window page as (order by due_at, id rows unbounded preceding)
      ) as page
      where place <= $7::int and (place = 1 or events <= 10000)
      order by place
      """;

  static final String FAILED =
      """
      select event_id, delivery_id, attempts, reason, failed_at
      from failed_delivery
      where webhook_id = $1 and account_id = $2 and event_id < $3
      order by event_id desc
      limit $4
      """;

  private final Pool pool;
  private final Database database;

  DeliveryListStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** The open and failed deliveries of a webhook, in the order of {@link DeliveryFilter}. */
  Uni<Page<DeliveryView>> list(String accountId, Recipient webhook, DeliveryFilter filter) {
    if (!filter.showsOpen()) {
      return failed(accountId, webhook, filter, List.of());
    }
    return database
        .call(() -> pool.preparedQuery(OPEN).execute(values(accountId, webhook.id(), filter)))
        .chain(
            rows -> {
              List<Listed> open = rows.stream().map(row -> Listed.open(row, webhook)).toList();
              boolean more = rows.stream().anyMatch(row -> row.getLong("found") > rows.size());
              return more || !filter.showsFailed()
                  ? Uni.createFrom().item(page(open, more))
                  : failed(accountId, webhook, filter, open);
            });
  }

  static Tuple values(String accountId, UUID webhookId, DeliveryFilter filter) {
    return Tuple.tuple()
        .addUUID(webhookId)
        .addString(accountId)
        .addOffsetDateTime(filter.dueAfter().atOffset(ZoneOffset.UTC))
        .addUUID(filter.idAfter())
        .addInteger(filter.fewestAttempts())
        .addInteger(filter.mostAttempts())
        .addInteger(filter.limit());
  }

  /** Fills the page up with what failed. */
  private Uni<Page<DeliveryView>> failed(
      String accountId, Recipient webhook, DeliveryFilter filter, List<Listed> open) {
    int room = filter.limit() - open.size();
    Tuple values = Tuple.of(webhook.id(), accountId, filter.failedBefore(), room + 1);
    return database
        .call(() -> pool.preparedQuery(FAILED).execute(values))
        .map(
            rows -> {
              List<Listed> all = new ArrayList<>(open);
              rows.stream().limit(room).map(Listed::failed).forEach(all::add);
              return page(all, rows.size() > room);
            });
  }

  private static Page<DeliveryView> page(List<Listed> items, boolean more) {
    Page<Listed> page = Page.of(items, more, listed -> listed.position().text());
    return page.with(items.stream().map(Listed::view).toList());
  }

  /** An item and its place in the list. */
  private record Listed(DeliveryView view, Cursor position) {

    static Listed open(Row row, Recipient webhook) {
      UUID id = row.getUUID("id");
      int attempts = row.getInteger("attempts");
      Instant due = row.getOffsetDateTime("due_at").toInstant();
      return new Listed(
          new DeliveryView(
              id,
              List.of(row.getArrayOfUUIDs("event_ids")),
              DeliveryState.ofOpen(attempts),
              attempts,
              webhook.active() ? due : null,
              null,
              null),
          new Cursor(due, id));
    }

    static Listed failed(Row row) {
      UUID event = row.getUUID("event_id");
      return new Listed(
          new DeliveryView(
              row.getUUID("delivery_id"),
              List.of(event),
              DeliveryState.FAILED,
              row.getInteger("attempts"),
              null,
              row.getString("reason"),
              row.getOffsetDateTime("failed_at").toInstant()),
          Cursor.at(event));
    }
  }
}
