package io.kurier.event;

import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/**
 * What accounts are still to be told of their webhooks. The rows are written by whoever changes a
 * webhook's health or ends its deliveries; here they become events.
 */
@ApplicationScoped
class OperationalEventStore {

  /** The first entry of the index; exists could be answered by reading all that is not due. */
  static final String ANY_DUE = "select coalesce(min(due_at) <= $1, false) from operational_event";

  /** Rows that are locked stay in their place, so they can be deleted by it. */
  static final String TAKE_DUE =
      """
      with taken as (
        delete from operational_event
        where ctid = any (array(
          select ctid from operational_event
          where due_at <= $1
          order by due_at limit $2 for update skip locked))
        returning *
      )
      select t.type, t.webhook_id, t.account_id, (select w.name from webhook w where w.id = t.webhook_id) as name,
             t.at, t.reason, t.last_status, t.count
      from taken t
      order by t.at
      """;

  private final Pool pool;
  private final Database database;

  OperationalEventStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** Whether anything can be told: all that a run costs where nothing happened. */
  Uni<Boolean> isAnyDue(Instant until) {
    return database.call(
        () ->
            pool.preparedQuery(ANY_DUE)
                .execute(Tuple.of(until.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getBoolean(0)));
  }

  /**
   * Takes rows that are due and keeps the events that they become, in one transaction; returns how
   * many rows it took. Rows that another node is taking are left to it.
   *
   * @param until when they became due at the latest
   * @param events makes the events; what nobody asks for is just gone
   */
  Uni<Integer> replaceDue(
      Instant until, int most, Function<List<OperationalEvent>, List<Event>> events) {
    return database.call(
        () ->
            pool.withTransaction(
                connection ->
                    connection
                        .preparedQuery(TAKE_DUE)
                        .execute(Tuple.of(until.atOffset(ZoneOffset.UTC), most))
                        .chain(
                            rows ->
                                EventStore.insert(
                                        events.apply(
                                            rows.stream()
                                                // The webhook was deleted days ago.
                                                .filter(row -> row.getString("name") != null)
                                                .map(OperationalEventStore::event)
                                                .toList()),
                                        connection)
                                    .replaceWith(rows.size()))));
  }

  private static OperationalEvent event(Row row) {
    OperationalEvent.About webhook =
        new OperationalEvent.About(
            row.getUUID("webhook_id"), row.getString("account_id"), row.getString("name"));
    Instant at = row.getOffsetDateTime("at").toInstant();
    String type = row.getString("type");
    return switch (type) {
      case EventCatalog.WEBHOOK_SUSPENDED ->
          new OperationalEvent.Suspended(
              webhook, at, row.getString("reason"), row.getInteger("last_status"));
      case EventCatalog.WEBHOOK_RESUMED -> new OperationalEvent.Resumed(webhook, at);
      case EventCatalog.DELIVERIES_FAILED ->
          new OperationalEvent.DeliveriesFailed(webhook, at, row.getInteger("count"));
      default -> throw new IllegalStateException("the table's check knows no type " + type);
    };
  }
}
