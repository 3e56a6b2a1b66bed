package io.kurier.delivery;

import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code webhook_health}: written on transitions only; no row means ok. */
@ApplicationScoped
class HealthStore {

  private static final String MARK_FAILING =
      """
      insert into webhook_health (webhook_id, account_id, state, since, reason, last_status)
      values ($1, $2, 'failing', $3, $4, $5)
      on conflict (webhook_id) do nothing
      """;

  private static final String CLEAR_FAILING =
      "delete from webhook_health where webhook_id = $1 and state = 'failing'";

  /** Tells of the rows of {@code suspended}: of those that became so by this very statement. */
  private static final String TELL_SUSPENDED =
      """
      insert into operational_event (webhook_id, type, at, account_id, reason, last_status)
      select w.id, 'kurier.webhook.suspended', s.since, w.account_id, s.reason, s.last_status
      from suspended s join webhook w on w.id = s.webhook_id and w.deleted_at is null
      -- Suspended, resumed and suspended within one tick of the clock: once is enough.
      on conflict (webhook_id, type, at) do nothing
      """;

  private static final String SUSPEND =
      """
      with suspended as (
        insert into webhook_health (webhook_id, account_id, state, since, reason, last_status)
        values ($1, $2, 'suspended', $3, $4, $5)
        on conflict (webhook_id) do update
          set state = 'suspended', since = excluded.since, reason = excluded.reason, last_status = excluded.last_status
          where webhook_health.state <> 'suspended'
        returning webhook_id, since, reason, last_status
      )
      """
          + TELL_SUSPENDED;

  private static final String SUSPEND_LONG_FAILING =
      """
      with suspended as (
        update webhook_health set state = 'suspended', since = $2, reason = $3, last_status = $5
        where webhook_id = $1 and state = 'failing' and since <= $4
        returning webhook_id, since, reason, last_status
      )
      """
          + TELL_SUSPENDED;

  /**
   * Webhooks that get nothing more, but have rows that wait. The few of either kind are looked up
   * first: an account's many webhooks must not be read for it.
   */
  static final String CLOSED =
      """
      with closed as (
        select id, 'webhook_deleted' as reason from webhook where deleted_at is not null
        union all
        select h.webhook_id, 'suspended'
        from webhook_health h join webhook w on w.id = h.webhook_id and w.deleted_at is null
        where h.state = 'suspended'
      )
      select id, reason from closed
      where exists (select from delivery d where d.webhook_id = closed.id and d.owner is null)
      limit $1
      """;

  private final Pool pool;
  private final Database database;

  HealthStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /**
   * A webhook that gets nothing more.
   *
   * @param reason why its open deliveries end
   */
  record Closed(UUID webhookId, String reason) {}

  /** Notes that a webhook's receiver does not acknowledge; no effect where that is known. */
  Uni<Void> markFailing(
      UUID webhookId, String accountId, Instant since, String reason, @Nullable Integer status) {
    return execute(
            MARK_FAILING,
            Tuple.of(webhookId, accountId, since.atOffset(ZoneOffset.UTC), reason, status))
        .replaceWithVoid();
  }

  /** Notes an acknowledgement. */
  Uni<Void> clearFailing(UUID webhookId) {
    return execute(CLEAR_FAILING, Tuple.of(webhookId)).replaceWithVoid();
  }

  /** Stops all deliveries of a webhook. */
  Uni<Void> suspend(
      UUID webhookId, String accountId, Instant now, String reason, @Nullable Integer status) {
    return execute(
            SUSPEND, Tuple.of(webhookId, accountId, now.atOffset(ZoneOffset.UTC), reason, status))
        .replaceWithVoid();
  }

  /** Stops all deliveries of a webhook if it is failing since that time or longer. */
  Uni<Void> suspendIfFailingSince(
      UUID webhookId, Instant since, Instant now, String reason, @Nullable Integer status) {
    return execute(
            SUSPEND_LONG_FAILING,
            Tuple.of(
                webhookId,
                now.atOffset(ZoneOffset.UTC),
                reason,
                since.atOffset(ZoneOffset.UTC),
                status))
        .replaceWithVoid();
  }

  /** Deleted and suspended webhooks with rows that wait. */
  Uni<List<Closed>> closedWithWork(int most) {
    return database.call(
        () ->
            pool.preparedQuery(CLOSED)
                .execute(Tuple.of(most))
                .map(
                    rows ->
                        rows.stream()
                            .map(row -> new Closed(row.getUUID("id"), row.getString("reason")))
                            .toList()));
  }

  private Uni<Integer> execute(String sql, Tuple values) {
    return database.call(() -> pool.preparedQuery(sql).execute(values).map(RowSet::rowCount));
  }
}
