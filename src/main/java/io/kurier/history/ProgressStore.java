package io.kurier.history;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How far deliveries have come, told from the rows of all three tables at one instant. */
final class ProgressStore {

  /**
   * A row of {@code delivery} means open, else a row of {@code failed_delivery} means failed, else
   * it was delivered. The open row is the single delivery's, that of a batch of one, or that of a
   * batch that failed before.
   *
   * <p>The last request is found by its last event: that is the event itself, or one that came
   * after it. How much later is not bounded by time (after an outage a batch may hold a whole week)
   * but by number: a batch takes the oldest rows that wait, so hardly more of the webhook's
   * requests lie between than a batch has members. Hence the requests are read in the order of
   * their last events, and the first one that fits ends the search; for a single delivery that is
   * the first one read. The filter stands outside of the inner query, since within it every
   * partition would be searched for its own first one. Later requests never have a later last
   * event: a batch keeps its members, and what is sent again goes alone. The bound is for what
   * should not be: a request whose row is missing must not cost a walk through all of a webhook's.
   */
  static final String PROGRESS =
      """
      select p.webhook_id, open.attempts as open_attempts, open.due_at,
             (select w.status = 'active' and w.deleted_at is null from webhook w where w.id = p.webhook_id) as active,
             failed.attempts as failed_attempts, failed.reason, last.number as last_number, last.id as last_attempt_id
      from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[]) with ordinality
          as p (event_id, webhook_id, delivery_id, alone_id, first_attempt_id, place)
        left join lateral (
          select d.attempts, d.due_at from delivery d
          where d.id = p.delivery_id and d.account_id = $1
          union all
          select d.attempts, d.due_at from delivery d
          where d.id = p.alone_id and d.account_id = $1
          union all
          select d.attempts, d.due_at from delivery d
          where cardinality(d.event_ids) > 1 and d.event_ids @> array[p.event_id]
            and d.webhook_id = p.webhook_id and d.account_id = $1
          limit 1
        ) as open on true
        left join lateral (
          select f.attempts, f.reason from failed_delivery f
          where f.event_id = p.event_id and f.webhook_id = p.webhook_id and f.account_id = $1
          limit 1
        ) as failed on true
        cross join lateral (select coalesce(open.attempts, failed.attempts)) as kept (attempts)
        left join lateral (
          select a.last_event_id
          from (
            select number, outcome, last_event_id, event_ids from attempt
            where webhook_id = p.webhook_id and last_event_id >= p.event_id and id >= p.first_attempt_id
              and account_id = $1 and coalesce(kept.attempts, 1) > 0
            order by last_event_id
            limit 100000
          ) as a
          where a.event_ids @> array[p.event_id]
            and case when kept.attempts is null then a.outcome = 'acknowledged' else a.number = kept.attempts end
          order by a.last_event_id
          limit 1
        ) as request on true
        left join lateral (
          select a.id, a.number from attempt a
          where a.webhook_id = p.webhook_id and a.last_event_id = request.last_event_id and a.id >= p.first_attempt_id
            and a.event_ids @> array[p.event_id]
            and case when kept.attempts is null then a.outcome = 'acknowledged' else a.number = kept.attempts end
          order by a.id desc
          limit 1
        ) as last on true
      order by p.place
      """;

  private ProgressStore() {}

  /** The deliveries of those matches, in their order. */
  static Uni<List<EventDeliveryView>> progressOf(
      List<Match> matches, String accountId, SqlClient client) {
    if (matches.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return client
        .preparedQuery(PROGRESS)
        .execute(values(matches, accountId))
        .map(rows -> rows.stream().map(ProgressStore::view).toList());
  }

  static Tuple values(List<Match> matches, String accountId) {
    return Tuple.of(
        accountId,
        ids(matches, Match::eventId),
        ids(matches, Match::webhookId),
        ids(matches, Match::deliveryId),
        ids(matches, Match::aloneId),
        ids(matches, Match::firstAttemptId));
  }

  private static UUID[] ids(List<Match> matches, Function<Match, UUID> id) {
    return matches.stream().map(id).toArray(UUID[]::new);
  }

  private static EventDeliveryView view(Row row) {
    Integer open = row.getInteger("open_attempts");
    Integer failed = row.getInteger("failed_attempts");
    Integer last = row.getInteger("last_number");
    if (open != null) {
      return view(row, DeliveryState.ofOpen(open), open, nextAttemptAt(row), null);
    }
    return failed != null
        ? view(row, DeliveryState.FAILED, failed, null, row.getString("reason"))
        : view(row, DeliveryState.DELIVERED, last == null ? 0 : last, null, null);
  }

  private static @Nullable Instant nextAttemptAt(Row row) {
    return Boolean.TRUE.equals(row.getBoolean("active"))
        ? row.getOffsetDateTime("due_at").toInstant()
        : null;
  }

  private static EventDeliveryView view(
      Row row,
      DeliveryState state,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable String reason) {
    return new EventDeliveryView(
        row.getUUID("webhook_id"),
        state,
        attempts,
        nextAttemptAt,
        row.getUUID("last_attempt_id"),
        reason);
  }
}
