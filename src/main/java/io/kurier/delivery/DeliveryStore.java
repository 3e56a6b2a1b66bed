package io.kurier.delivery;

import io.kurier.batch.Member;
import io.kurier.batch.Pending;
import io.kurier.storage.Database;
import io.kurier.trace.TraceContext;
import io.kurier.trace.Tracing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queue: claiming, releasing and taking over rows of {@code delivery}. */
@Singleton
class DeliveryStore {

  /** A skip scan: one index probe for each webhook that has rows, however many rows it has. */
  static final String WAITING =
      """
      with recursive waiting as (
        (select webhook_id from delivery
         where owner is null and webhook_id > $1
         order by webhook_id limit 1)
        union all
        select (select d.webhook_id from delivery d
                where d.owner is null and d.webhook_id > w.webhook_id
                order by d.webhook_id limit 1)
        from waiting w
        where w.webhook_id is not null
      )
      select w.webhook_id,
             -- The oldest row of each lane, and not exists: that the planner may answer by reading every due row.
             -- A first try is due at once: it does not wait until a clock that was ahead is caught up with.
             coalesce(least(
               (select d.due_at from delivery d
                where d.owner is null and d.webhook_id = w.webhook_id and least(d.tries, 1) = 0
                order by d.due_at limit 1) - interval '1 day',
               (select d.due_at from delivery d
                where d.owner is null and d.webhook_id = w.webhook_id and least(d.tries, 1) = 1
                order by d.due_at limit 1)) <= $2, false) as due
      from waiting w
      where w.webhook_id is not null
      limit $3
      """;

  /**
   * First tries before retries, but one place in five goes to the oldest due row of either. Rows
   * are taken up to a number and to so many bytes of bodies, the first one whatever its size.
   */
  static final String CLAIM =
      """
      with first_try as materialized (
        select id, due_at, size, 0 as lane from delivery
        where webhook_id = $1 and owner is null and least(tries, 1) = 0 and due_at <= $2::timestamptz + interval '1 day'
        order by due_at limit $3 for update skip locked
      ), retry as materialized (
        select id, due_at, size, 1 as lane from delivery
        where webhook_id = $1 and owner is null and least(tries, 1) = 1 and due_at <= $2
        order by due_at limit $3 for update skip locked
      ), aged as (
        select *, row_number() over (order by due_at, id) as age
        from (select * from first_try union all select * from retry) as due
      ), ranked as (
        select id, row_number() over place as place, sum(size) over place as bytes
        from aged
        window place as (order by case when age <= ($3 + 4) / 5 then 0 else 1 + lane end, due_at, id)
      ), claimed as (
        update delivery d set owner = $4
        from ranked r
        where d.id = r.id and r.place <= $3 and (r.bytes <= $5 or r.place = 1)
        returning d.id, d.account_id, d.attempts, d.tries, d.batched, d.event_ids, r.place
      )
      select c.id, c.account_id, c.attempts, c.tries, c.batched, e.id as event_id, e.type, e.body, e.trace_context, e.hops,
             m.event_id as member
      from claimed c
        cross join lateral unnest(c.event_ids) with ordinality as m (event_id, number)
        left join event e on e.id = m.event_id
      order by c.place, m.number
      """;

  static final String RELEASE =
      "update delivery set owner = null where id = any($1) and owner = $2";

  private static final String OWNED = "select id from delivery where owner = $1";

  /** Nodes that were silent for a term are no more, and what they owned is anybody's. */
  private static final String TAKE_OVER =
      """
      with silent as (
        delete from node where heartbeat_at < now() - make_interval(secs => $1) and id <> $2 returning id
      ), released as (
        update delivery set owner = null where owner in (select id from silent) returning id
      )
      select (select count(*) from silent)::integer as nodes, (select count(*) from released)::integer as rows
      """;

  /** Rows whose owner is no node: a node that was taken for dead inserted them afterwards. */
  private static final String RELEASE_STRAY =
      """
      update delivery d set owner = null
      where d.owner is not null and not exists (select from node n where n.id = d.owner)
      """;

  /**
   * {@code webhook_deleted} is not counted: {@link FailureCountStore#COUNT} leaves such webhooks
   * out.
   */
  static final String END =
      """
      with ended as (
        delete from delivery
        where id in (select id from delivery where webhook_id = $1 and owner is null limit $2 for update skip locked)
        returning *
      ), failed as (
        insert into failed_delivery
          (event_id, webhook_id, account_id, delivery_id, attempts, batched, reason, failed_at)
        select m.event_id, d.webhook_id, d.account_id, d.id, d.attempts, coalesce(d.batched, false), $3, $4
        from ended d cross join lateral unnest(d.event_ids) as m (event_id)
        on conflict (event_id, webhook_id) do update
          set delivery_id = excluded.delivery_id, attempts = excluded.attempts, batched = excluded.batched,
              reason = excluded.reason, failed_at = excluded.failed_at
        returning webhook_id
      ), told as (
      """
          + FailureCountStore.COUNT
          + """
      )
      select (select count(*) from ended) as rows, (select count(*) from failed) as events
      """;

  static final String END_LOST =
      """
      with ended as (
        delete from delivery where id = any($1) and owner = $2 returning *
      ), failed as (
        insert into failed_delivery
          (event_id, webhook_id, account_id, delivery_id, attempts, batched, reason, failed_at)
        select m.event_id, d.webhook_id, d.account_id, d.id, d.attempts, coalesce(d.batched, false), 'expired', $3
        from ended d cross join lateral unnest(d.event_ids) as m (event_id)
        on conflict (event_id, webhook_id) do nothing
        returning webhook_id
      )
      """
          + FailureCountStore.COUNT;

  /**
   * The planner's own estimate of the rows, and the due time of the oldest row of each webhook by
   * the same skip scan as claiming, of all and of those that acknowledge and are not paused; for
   * the node that has lived longest, or for whoever asks.
   */
  static final String ESTIMATE =
      """
      with recursive me as (
        select $3::boolean or $1 = (select id from node where heartbeat_at >= now() - make_interval(secs => $2)
                                    order by started_at, id limit 1) as mine
      ), waiting as (
        (select webhook_id from delivery where owner is null and (select mine from me) order by webhook_id limit 1)
        union all
        select (select d.webhook_id from delivery d
                where d.owner is null and d.webhook_id > w.webhook_id
                order by d.webhook_id limit 1)
        from waiting w
        where w.webhook_id is not null
      ), oldest as (
        select min(d.due_at) as due_at,
               min(d.due_at) filter (
                 -- A pause is about one version of the configuration.
                 where exists (select from webhook h where h.id = w.webhook_id
                               and h.status = 'active' and h.deleted_at is null
                               and not exists (select from webhook_pause p where p.webhook_id = h.id
                                               and p.version = h.version and p.paused_until > now()))
                   and not exists (select from webhook_health h where h.webhook_id = w.webhook_id)
               ) as deliverable_at
        from (select webhook_id from waiting where webhook_id is not null limit 10000) w
          cross join (values (0), (1)) as lane (number)
          cross join lateral (
            select due_at from delivery
            where owner is null and webhook_id = w.webhook_id and least(tries, 1) = lane.number
            order by due_at limit 1) d
      ), troubled as (
        select count(*) filter (where h.state = 'failing')::int as failing,
               count(*) filter (where h.state = 'suspended')::int as suspended
        from webhook_health h join webhook w on w.id = h.webhook_id and w.deleted_at is null
        where (select mine from me)
      )
      select coalesce((select mine from me), false) as mine,
             (select due_at from oldest) as oldest_due,
             (select deliverable_at from oldest) as oldest_deliverable,
             (select failing from troubled) as failing,
             (select suspended from troubled) as suspended,
             (select case
                       when relpages = 0 or reltuples < 0 then (select count(*) from delivery)
                       else (reltuples / relpages * (pg_relation_size(oid) / current_setting('block_size')::int))::bigint
                     end
              from pg_class where oid = 'delivery'::regclass and (select mine from me)) as open
      """;

  private final Pool pool;
  private final Database database;
  private final Tracing tracing;

  DeliveryStore(Pool pool, Database database, Tracing tracing) {
    this.pool = pool;
    this.database = database;
    this.tracing = tracing;
  }

  /**
   * What a claim brought.
   *
   * @param rows to be sent
   * @param lost rows whose event is gone: they can only end
   */
  record Claim(List<Pending> rows, List<UUID> lost) {
    /** How many rows were claimed. */
    int all() {
      return rows.size() + lost.size();
    }
  }

  /**
   * A webhook with rows that are nobody's.
   *
   * @param due whether one of them is due
   */
  record Waiting(UUID webhookId, boolean due) {}

  /**
   * The webhooks with rows that are nobody's, in the order of their ids, from after the given one.
   */
  Uni<List<Waiting>> waiting(UUID after, Instant now, int most) {
    return query(WAITING, Tuple.of(after, now.atOffset(ZoneOffset.UTC), most))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new Waiting(row.getUUID("webhook_id"), row.getBoolean("due")))
                    .toList());
  }

  /** Makes due rows of a webhook this node's. */
  Uni<Claim> claimDue(UUID webhookId, UUID owner, int most, long mostBytes, Instant now) {
    Tuple values = Tuple.of(webhookId, now.atOffset(ZoneOffset.UTC), most, owner, mostBytes);
    return query(CLAIM, values).map(rows -> claimed(webhookId, owner, rows));
  }

  /** Makes rows of this node anybody's; returns how many were its own. */
  Uni<Integer> releaseAll(Collection<UUID> ids, UUID owner) {
    return query(RELEASE, Tuple.of(ids.toArray(UUID[]::new), owner)).map(RowSet::rowCount);
  }

  /** The ids of the rows that this node owns. */
  Uni<List<UUID>> ownedBy(UUID owner) {
    return query(OWNED, Tuple.of(owner))
        .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
  }

  /**
   * What was taken over.
   *
   * @param nodes that are no more
   * @param rows that were theirs
   */
  record TakenOver(int nodes, int rows) {}

  /** Makes the rows of silent nodes anybody's. */
  Uni<TakenOver> takeOver(Duration term, UUID self) {
    return query(TAKE_OVER, Tuple.of(seconds(term), self))
        .map(rows -> rows.iterator().next())
        .map(row -> new TakenOver(row.getInteger("nodes"), row.getInteger("rows")));
  }

  /** Makes the rows of nodes that do not exist anybody's; returns how many. */
  Uni<Integer> releaseStray() {
    return query(RELEASE_STRAY, Tuple.tuple()).map(RowSet::rowCount);
  }

  /**
   * What is open in the whole cluster.
   *
   * @param mine whether it is this node's turn to say; else nothing was looked at
   * @param open deliveries, about
   * @param oldestDue when the one that waits longest became due, or will
   * @param oldestDeliverable the same among webhooks that are active and acknowledge
   * @param failingWebhooks webhooks that do not acknowledge
   * @param suspendedWebhooks webhooks that were given up
   */
  record Estimate(
      boolean mine,
      long open,
      @Nullable Instant oldestDue,
      @Nullable Instant oldestDeliverable,
      int failingWebhooks,
      int suspendedWebhooks) {}

  /**
   * Estimates what is open.
   *
   * @param whoever also for a node that others have outlived
   */
  Uni<Estimate> estimate(UUID self, Duration term, boolean whoever) {
    return query(ESTIMATE, Tuple.of(self, seconds(term), whoever))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              Long open = row.getLong("open");
              return new Estimate(
                  row.getBoolean("mine"),
                  open == null ? 0 : open,
                  instant(row, "oldest_due"),
                  instant(row, "oldest_deliverable"),
                  row.getInteger("failing"),
                  row.getInteger("suspended"));
            });
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }

  /**
   * What was ended.
   *
   * @param rows of delivery; a batch is one
   * @param events that the webhook will not get
   */
  record Ended(int rows, int events) {}

  /** Ends up to so many rows of a webhook that gets nothing more. */
  Uni<Ended> endAll(UUID webhookId, String reason, int most, Instant now) {
    return query(END, Tuple.of(webhookId, most, reason, now.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.iterator().next())
        .map(row -> new Ended(row.getLong("rows").intValue(), row.getLong("events").intValue()));
  }

  /** Ends rows whose event is gone. */
  Uni<Void> endLost(Collection<UUID> ids, UUID owner, Instant now) {
    return query(END_LOST, Tuple.of(ids.toArray(UUID[]::new), owner, now.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  private Uni<RowSet<Row>> query(String sql, Tuple values) {
    return database.call(() -> pool.preparedQuery(sql).execute(values));
  }

  private static double seconds(Duration term) {
    return term.toMillis() / 1_000.0;
  }

  private Claim claimed(UUID webhookId, UUID owner, RowSet<Row> rows) {
    Map<UUID, Pending> found = new LinkedHashMap<>();
    List<UUID> lost = new ArrayList<>();
    for (Row row : rows) {
      UUID id = row.getUUID("id");
      if (row.getUUID("event_id") == null) {
        lost.add(id);
        continue;
      }
      found
          .computeIfAbsent(
              id,
              first ->
                  new Pending(
                      id,
                      webhookId,
                      owner,
                      row.getString("account_id"),
                      new ArrayList<>(1),
                      row.getShort("attempts"),
                      row.getShort("tries"),
                      row.getBoolean("batched")))
          .members()
          .add(
              new Member(
                  row.getUUID("event_id"),
                  row.getString("type"),
                  row.getBuffer("body").getBytes(),
                  tracing.isOn() ? TraceContext.parse(row.getString("trace_context")) : null,
                  Objects.requireNonNullElse(row.getShort("hops"), (short) 0)));
    }
    lost.forEach(found::remove);
    return new Claim(List.copyOf(found.values()), lost.stream().distinct().toList());
  }
}
