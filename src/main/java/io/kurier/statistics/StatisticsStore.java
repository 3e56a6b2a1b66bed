package io.kurier.statistics;

import io.kurier.storage.Columns;
import io.kurier.storage.Database;
import io.kurier.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** Counts of requests: minutes, of which hours are made, of which days are made. */
@ApplicationScoped
class StatisticsStore {

  /** Counts of durations and sizes are slices of one array each: all have the same length. */
  static final String ADD =
      """
      insert into statistic_minute as kept
        (webhook_id, at, acknowledged, refused, timed_out, unreachable, blocked, events, durations, sizes)
      select webhook_id, at, acknowledged, refused, timed_out, unreachable, blocked, events,
             ($9::bigint[])[(place - 1) * $11::int + 1 : place * $11::int],
             ($10::bigint[])[(place - 1) * $12::int + 1 : place * $12::int]
      from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                  $8::bigint[]) with ordinality
        as counted (webhook_id, at, acknowledged, refused, timed_out, unreachable, blocked, events, place)
      on conflict (webhook_id, at) do update
        set acknowledged = kept.acknowledged + excluded.acknowledged, refused = kept.refused + excluded.refused,
            timed_out = kept.timed_out + excluded.timed_out, unreachable = kept.unreachable + excluded.unreachable,
            blocked = kept.blocked + excluded.blocked, events = kept.events + excluded.events,
            durations = add_counts(kept.durations, excluded.durations), sizes = add_counts(kept.sizes, excluded.sizes)
      """;

  /** The next span that is to be rolled up, if it was over so long ago that nothing more comes. */
  private static final String NEXT_HOUR =
      "select until from statistic_progress where step = 'hour' and until <= now() - interval '2 hours'";

  private static final String NEXT_DAY =
      """
      select d.until from statistic_progress d join statistic_progress h on h.step = 'hour'
      where d.step = 'day' and d.until <= h.until - interval '1 day'
      """;

  /** One node rolls a span up, the others find it done: the progress is part of the statement. */
  private static final String ROLL =
      """
      with progress as (
        update statistic_progress set until = $2 where step = $3 and until = $1 returning until
      )
      insert into %s (webhook_id, at, acknowledged, refused, timed_out, unreachable, blocked, events, durations, sizes)
      select webhook_id, $1, sum(acknowledged), sum(refused), sum(timed_out), sum(unreachable), sum(blocked),
             sum(events), sum_counts(durations), sum_counts(sizes)
      from %s
      where at >= $1 and at < $2 and exists (select from progress)
      group by webhook_id
      """;

  private static final String ROLL_HOUR = ROLL.formatted("statistic_hour", "statistic_minute");

  private static final String ROLL_DAY = ROLL.formatted("statistic_day", "statistic_hour");

  /**
   * Each time comes from the largest span that is ready and allowed: days as far as they are rolled
   * up, hours as far as they are, minutes from there on.
   */
  private static final String COUNTED =
      """
      with ready as (
        select case when $3 then (select until from statistic_progress where step = 'day') else $2::timestamptz end as days,
               case when $4 then (select until from statistic_progress where step = 'hour') else $2::timestamptz end as hours
      ), counted as (
        select d.* from ready, statistic_day d
        where d.webhook_id = any($1) and d.at >= $2 and d.at < ready.days
        union all
        select h.* from ready, statistic_hour h
        where h.webhook_id = any($1) and h.at >= greatest($2, ready.days) and h.at < ready.hours
        union all
        select m.* from ready, statistic_minute m
        where m.webhook_id = any($1) and m.at >= greatest($2, ready.days, ready.hours)
      )
      """;

  static final String SERIES =
      COUNTED
          + """
          select date_bin(make_interval(secs => $5), at, $2) as since, sum(acknowledged)::bigint as acknowledged,
                 sum(refused)::bigint as refused, sum(timed_out)::bigint as timed_out,
                 sum(unreachable)::bigint as unreachable, sum(blocked)::bigint as blocked, sum(events)::bigint as events,
                 sum_counts(durations) as durations, sum_counts(sizes) as sizes
          from counted
          where at < $6
          group by since
          """;

  static final String ACTIVITY =
      COUNTED
          + """
          select webhook_id, date_bin(make_interval(secs => $5), at, $2) as since, sum(acknowledged)::bigint as acknowledged,
                 sum(refused + timed_out + unreachable + blocked)::bigint as other
          from counted
          where at < $6
          group by webhook_id, since
          """;

  /** What a node holds at this moment has no index, and does not wait. */
  static final String WAITING =
      """
      select w.id as webhook_id,
             (select count(*) from (select from delivery d where d.webhook_id = w.id and d.owner is null limit $2) as few)::int
               as waiting
      from unnest($1::uuid[]) as w (id)
      """;

  private static final String DELETE_DAYS =
      """
      delete from statistic_day where (webhook_id, at) in
        (select webhook_id, at from statistic_day where at < $1 limit $2)
      """;

  private final Pool pool;
  private final Database database;

  StatisticsStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** Adds up to some thousand tallies to what is stored. */
  Uni<Void> addAll(Map<Tallies.Key, Tally> counted) {
    // In one order on every node, or two would wait for each other's rows.
    List<Map.Entry<Tallies.Key, Tally>> rows = new ArrayList<>(counted.entrySet());
    rows.sort(
        Map.Entry.comparingByKey(
            Comparator.comparing(Tallies.Key::webhookId, Ids.ORDER)
                .thenComparing(Tallies.Key::minute)));
    List<Tally> tallies = rows.stream().map(Map.Entry::getValue).toList();
    return query(
            ADD,
            Tuple.tuple()
                .addArrayOfUUID(Columns.uuids(rows, row -> row.getKey().webhookId()))
                .addArrayOfOffsetDateTime(Columns.times(rows, row -> row.getKey().minute()))
                .addArrayOfLong(counts(tallies, tally -> tally.acknowledged))
                .addArrayOfLong(counts(tallies, tally -> tally.refused))
                .addArrayOfLong(counts(tallies, tally -> tally.timedOut))
                .addArrayOfLong(counts(tallies, tally -> tally.unreachable))
                .addArrayOfLong(counts(tallies, tally -> tally.blocked))
                .addArrayOfLong(counts(tallies, tally -> tally.events))
                .addArrayOfLong(
                    flat(tallies.stream().flatMapToLong(t -> LongStream.of(t.durations))))
                .addArrayOfLong(flat(tallies.stream().flatMapToLong(t -> LongStream.of(t.sizes))))
                .addInteger(Tally.DURATIONS.length + 1)
                .addInteger(Tally.SIZES.length))
        .replaceWithVoid();
  }

  /** Makes the next hour of its minutes; whether there was one to be made. */
  Uni<Boolean> rollHour() {
    return roll(NEXT_HOUR, ROLL_HOUR, "hour", Duration.ofHours(1));
  }

  /** Makes the next day of its hours; whether there was one to be made. */
  Uni<Boolean> rollDay() {
    return roll(NEXT_DAY, ROLL_DAY, "day", Duration.ofDays(1));
  }

  private Uni<Boolean> roll(String next, String roll, String step, Duration length) {
    return query(next, Tuple.tuple())
        .chain(
            rows -> {
              if (rows.size() == 0) {
                return Uni.createFrom().item(false);
              }
              OffsetDateTime since = rows.iterator().next().getOffsetDateTime("until");
              return query(roll, Tuple.of(since, since.plus(length), step)).replaceWith(true);
            });
  }

  /**
   * The tallies of a webhook's period, by the beginning of their step; steps without any are left
   * out.
   */
  Uni<Map<Instant, Tally>> series(UUID webhookId, Span span) {
    return query(SERIES, values(List.of(webhookId), span))
        .map(
            rows -> {
              Map<Instant, Tally> series = new HashMap<>();
              rows.forEach(row -> series.put(since(row), tally(row)));
              return series;
            });
  }

  /** Requests of several webhooks in a period: by webhook and step, acknowledged and others. */
  Uni<Map<UUID, Map<Instant, WebhookActivity.Point>>> activity(
      Collection<UUID> webhookIds, Span span) {
    return query(ACTIVITY, values(webhookIds, span))
        .map(
            rows -> {
              Map<UUID, Map<Instant, WebhookActivity.Point>> found = new HashMap<>();
              for (Row row : rows) {
                found
                    .computeIfAbsent(row.getUUID("webhook_id"), absent -> new HashMap<>())
                    .put(
                        since(row),
                        new WebhookActivity.Point(
                            since(row), row.getLong("acknowledged"), row.getLong("other")));
              }
              return found;
            });
  }

  /** How many deliveries of each webhook wait in the table, counted up to that number. */
  Uni<Map<UUID, Integer>> waiting(Collection<UUID> webhookIds, int most) {
    return query(WAITING, Tuple.of(webhookIds.toArray(UUID[]::new), most))
        .map(
            rows -> {
              Map<UUID, Integer> waiting = new HashMap<>();
              rows.forEach(
                  row -> waiting.put(row.getUUID("webhook_id"), row.getInteger("waiting")));
              return waiting;
            });
  }

  /** Deletes up to so many days that began before the time; how many. */
  Uni<Integer> deleteDays(Instant before, int most) {
    return query(DELETE_DAYS, Tuple.of(before.atOffset(ZoneOffset.UTC), most))
        .map(RowSet::rowCount);
  }

  static Tuple values(Collection<UUID> webhookIds, Span span) {
    return Tuple.tuple()
        .addArrayOfUUID(webhookIds.toArray(UUID[]::new))
        .addOffsetDateTime(span.since().atOffset(ZoneOffset.UTC))
        .addBoolean(span.ofDays())
        .addBoolean(span.ofHours())
        .addDouble((double) span.step().toSeconds())
        .addOffsetDateTime(span.until().atOffset(ZoneOffset.UTC));
  }

  private Uni<RowSet<Row>> query(String sql, Tuple values) {
    return database.call(() -> pool.preparedQuery(sql).execute(values));
  }

  private static Instant since(Row row) {
    return row.getOffsetDateTime("since").toInstant();
  }

  private static Tally tally(Row row) {
    Tally tally =
        new Tally(counts(row.getArrayOfLongs("durations")), counts(row.getArrayOfLongs("sizes")));
    tally.acknowledged = row.getLong("acknowledged");
    tally.refused = row.getLong("refused");
    tally.timedOut = row.getLong("timed_out");
    tally.unreachable = row.getLong("unreachable");
    tally.blocked = row.getLong("blocked");
    tally.events = row.getLong("events");
    return tally;
  }

  private static long[] counts(Long[] stored) {
    return LongStream.range(0, stored.length).map(i -> stored[(int) i]).toArray();
  }

  private static Long[] counts(List<Tally> tallies, ToLongFunction<Tally> count) {
    return flat(tallies.stream().mapToLong(count));
  }

  private static Long[] flat(LongStream counts) {
    return counts.boxed().toArray(Long[]::new);
  }
}
