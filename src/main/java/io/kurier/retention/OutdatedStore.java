package io.kurier.retention;

import io.kurier.delivery.FailureCountStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Rows that have had their time, of tables that are not partitioned. Each call takes some of them
 * and says how many; several nodes may call at once, and each takes others.
 */
@ApplicationScoped
class OutdatedStore {

  /** A batch goes as a whole when one of its members is too old: it stays what it is. */
  private static final String EXPIRE_OPEN =
      """
      with expired as (
        delete from delivery
        where id in (
          select id from (
            (select id from delivery where id < uuid_floor($1) order by id limit $2)
            union all
            (select id from delivery
             where cardinality(event_ids) > 1
               and exists (select from unnest(event_ids) as member where member < uuid_floor($1))
             limit $2)
          ) as candidate
        )
        returning *
      ), failed as (
        insert into failed_delivery
          (event_id, webhook_id, account_id, delivery_id, attempts, batched, reason, failed_at)
        select distinct on (m.event_id, d.webhook_id)
          m.event_id, d.webhook_id, d.account_id, d.id, d.attempts, coalesce(d.batched, false), 'expired', $3
        from expired d cross join lateral unnest(d.event_ids) as m (event_id)
        on conflict (event_id, webhook_id) do update
          set delivery_id = excluded.delivery_id, attempts = excluded.attempts, batched = excluded.batched,
              reason = excluded.reason, failed_at = excluded.failed_at
        returning webhook_id
      ), told as (
      """
          + FailureCountStore.COUNT
          + """
      )
      select (select count(*)::integer from expired) as rows, (select count(*)::integer from failed) as events
      """;

  private static final String DELETE_FAILED =
      """
      delete from failed_delivery
      where (event_id, webhook_id) in (
        select event_id, webhook_id from failed_delivery
        where event_id < uuid_floor($1)
        order by event_id limit $2 for update skip locked)
      """;

  private static final String DELETE_SEEN =
      """
      delete from seen
      where key in (select key from seen where seen_at < $1 order by seen_at limit $2 for update skip locked)
      """;

  private static final String DELETE_WEBHOOKS =
      """
      with gone as (
        delete from webhook w
        where id in (
          select id from webhook
          where deleted_at < $1
            and not exists (select from delivery d where d.webhook_id = webhook.id)
          order by deleted_at limit $2 for update skip locked)
        returning id
      ), health as (
        delete from webhook_health where webhook_id in (select id from gone)
      )
      select count(*)::integer from gone
      """;

  private final Pool pool;

  OutdatedStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * What ended.
   *
   * @param rows of delivery; a batch is one
   * @param events that some webhook has not got
   */
  record Expired(int rows, int events) {}

  /** Ends open deliveries of events from before a time as failed. */
  Uni<Expired> expireOpen(Instant before, int most, Instant now) {
    return pool.preparedQuery(EXPIRE_OPEN)
        .execute(Tuple.of(at(before), most, at(now)))
        .map(rows -> rows.iterator().next())
        .map(row -> new Expired(row.getInteger("rows"), row.getInteger("events")));
  }

  /** Deletes what is known of failed deliveries of events from before a time. */
  Uni<Integer> deleteFailed(Instant before, int most) {
    return delete(DELETE_FAILED, before, most);
  }

  /** Deletes producers' ids and idempotency keys that were seen before a time. */
  Uni<Integer> deleteSeen(Instant before, int most) {
    return delete(DELETE_SEEN, before, most);
  }

  /** Deletes webhooks that customers deleted before a time and that have nothing open any more. */
  Uni<Integer> deleteWebhooks(Instant before, int most) {
    return pool.preparedQuery(DELETE_WEBHOOKS)
        .execute(Tuple.of(at(before), most))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private Uni<Integer> delete(String sql, Instant before, int most) {
    return pool.preparedQuery(sql).execute(Tuple.of(at(before), most)).map(rows -> rows.rowCount());
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
