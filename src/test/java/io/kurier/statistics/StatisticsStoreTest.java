package io.kurier.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.delivery.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatisticsStoreTest {

  private static final Duration WAIT = Duration.ofSeconds(10);

  @Inject StatisticsStore store;
  @Inject Pool pool;

  private final UUID webhook = UUID.randomUUID();
  private final Instant now = Instant.now();
  private final Instant hour = now.truncatedTo(ChronoUnit.HOURS);
  private final Instant today = now.truncatedTo(ChronoUnit.DAYS);

  @BeforeEach
  void nothingIsCountedAndRolledUpLongAgo() {
    sql("truncate statistic_minute, statistic_hour, statistic_day", Tuple.tuple());
    rolledUp("hour", today.minus(Duration.ofDays(4)));
    rolledUp("day", today.minus(Duration.ofDays(4)));
  }

  @Test
  void whatIsStoredIsAdded() {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    add(webhook, minute, tally(3, 8));
    add(webhook, minute, tally(2, 700));
    add(UUID.randomUUID(), minute, tally(50, 8));
    assertEquals(1, series(Period.HOUR).size());
    Tally sum = at(Period.HOUR, minute);
    assertEquals(5, sum.acknowledged);
    assertEquals(50, sum.events);
    assertEquals(5, sum.sizes[3]);
    assertEquals(Duration.ofMillis(700), sum.percentile(1));
  }

  @Test
  void talliesOfManyWebhooksKeepTheirOwnCounts() {
    UUID other = UUID.randomUUID();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    await(
        store.addAll(
            Map.of(
                new Tallies.Key(webhook, minute), tally(1, 8),
                new Tallies.Key(other, minute), tally(2, 700))));
    assertEquals(Duration.ofMillis(10), at(Period.HOUR, minute).percentile(1));
  }

  @Test
  void hoursAreMadeOfMinutesAndDaysOfHoursEachOnce() {
    Instant early = today.minus(Duration.ofDays(1)).plus(Duration.ofMinutes(61));
    add(webhook, early, tally(1, 8));
    add(webhook, early.plus(Duration.ofMinutes(5)), tally(2, 8));
    add(webhook, early.plus(Duration.ofHours(2)), tally(4, 700));
    add(webhook, now.truncatedTo(ChronoUnit.MINUTES), tally(8, 8));
    long before = total(Period.WEEK).acknowledged;
    rollAll();
    rollAll();
    assertEquals(15, before);
    assertEquals(15, total(Period.WEEK).acknowledged);
    assertEquals(15, total(Period.MONTH).acknowledged);
    assertEquals(150, total(Period.MONTH).events);
    assertEquals(Duration.ofMillis(700), total(Period.MONTH).percentile(1));
    assertEquals(3, at(Period.WEEK, early.truncatedTo(ChronoUnit.HOURS)).acknowledged);
    // Its last hour waits for an hour, and only then yesterday is a day.
    boolean over = !now.isBefore(today.plus(Duration.ofHours(1)));
    assertEquals(over ? 1 : 0, count("statistic_day"));
    assertEquals(2, count("statistic_hour"));
  }

  @Test
  void whatIsRolledUpIsNotCountedFromItsMinutesToo() {
    Instant early = hour.minus(Duration.ofHours(4));
    add(webhook, early, tally(1, 8));
    rollAll();
    // Too late for its hour: minutes know of it, hours do not.
    add(webhook, early, tally(1, 8));
    assertEquals(2, total(Period.DAY).acknowledged);
    assertEquals(1, total(Period.WEEK).acknowledged);
  }

  @Test
  void theLastHourWaitsForLateCounts() {
    // Its hour was over half an hour ago at most, whatever the time is.
    Instant recent = now.minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MINUTES);
    add(webhook, recent, tally(1, 8));
    rollAll();
    add(webhook, recent, tally(1, 8));
    assertEquals(2, total(Period.WEEK).acknowledged);
    assertEquals(0, count("statistic_hour"));
  }

  @Test
  void oldDaysGo() {
    for (int days : new int[] {399, 401, 402}) {
      sql(
          """
          insert into statistic_day
            (webhook_id, at, acknowledged, refused, timed_out, unreachable, blocked, events, durations, sizes)
          values ($1, $2, 1, 0, 0, 0, 0, 1, '{}', '{}')
          """,
          Tuple.of(webhook, today.minus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC)));
    }
    Instant before = now.minus(Duration.ofDays(400));
    assertEquals(1, await(store.deleteDays(before, 1)));
    assertEquals(1, await(store.deleteDays(before, 5)));
    assertEquals(1, count("statistic_day"));
  }

  private void add(UUID of, Instant minute, Tally tally) {
    await(store.addAll(Map.of(new Tallies.Key(of, minute), tally)));
  }

  /** Requests that carried 10 events each. */
  private static Tally tally(int requests, long millis) {
    Tally tally = new Tally();
    for (int i = 0; i < requests; i++) {
      tally.count(Duration.ofMillis(millis), new Outcome.Acknowledged(200, new byte[0]), 10);
    }
    return tally;
  }

  private Map<Instant, Tally> series(Period period) {
    return await(store.series(webhook, period.endingAt(now)));
  }

  private Tally at(Period period, Instant step) {
    return Objects.requireNonNull(series(period).get(step));
  }

  private Tally total(Period period) {
    Tally total = new Tally();
    series(period).values().forEach(total::add);
    return total;
  }

  private void rollAll() {
    whileTrue(store::rollHour);
    whileTrue(store::rollDay);
  }

  private static void whileTrue(Supplier<Uni<Boolean>> step) {
    while (await(step.get())) {
      // there is more
    }
  }

  private void rolledUp(String step, Instant until) {
    sql(
        "update statistic_progress set until = $2 where step = $1",
        Tuple.of(step, until.atOffset(ZoneOffset.UTC)));
  }

  private long count(String table) {
    return sql("select count(*) from " + table + " where webhook_id = $1", Tuple.of(webhook))
        .iterator()
        .next()
        .getLong(0);
  }

  private RowSet<Row> sql(String sql, Tuple values) {
    return await(pool.preparedQuery(sql).execute(values));
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(WAIT);
  }
}
