package io.kurier.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.time.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The job with the real clock, on rows of long ago: nobody else has any. */
@QuarkusTest
class RetentionJobTest {

  private static final Duration RETENTION = Duration.ofDays(30);

  private final Instant now = Instant.now();
  private final UUID webhook = UUID.randomUUID();

  @Inject Pool pool;
  @Inject RetentionJob job;
  @Inject PartitionStore partitions;
  @Inject MeterRegistry meters;

  @Test
  void aDayGoesWhenAllItsEventsHadTheirTime() {
    UUID gone = event(now.minus(Duration.ofDays(40)));
    UUID kept = event(now.minus(RETENTION).plusSeconds(60));
    failed(gone);
    failed(kept);

    run();

    assertFalse(exists("event_" + day(40)));
    assertFalse(exists("attempt_" + day(40)));
    assertEquals(0, count("select count(*) from failed_delivery where event_id = $1", gone));
    assertEquals(1, count("select count(*) from event where id = $1", kept));
    assertEquals(1, count("select count(*) from failed_delivery where event_id = $1", kept));
  }

  @Test
  void workThatIsOpenAtTheEndHasFailedAndCanBeSeen() {
    UUID old = event(now.minus(RETENTION).minusSeconds(1));
    UUID young = event(now.minus(RETENTION).plusSeconds(60));
    UUID single = delivery(old);
    UUID batch = delivery(young, old);
    UUID open = delivery(young);

    run();

    assertEquals(0, count("select count(*) from delivery where id = $1", single));
    assertEquals(0, count("select count(*) from delivery where id = $1", batch));
    assertEquals(1, count("select count(*) from delivery where id = $1", open));
    assertEquals(
        2,
        count(
            "select count(*) from failed_delivery where webhook_id = $1 and reason = 'expired'",
            webhook));
  }

  @Test
  void aDayWhoseDroppingWasInterruptedIsDroppedByTheNextRun() {
    event(now.minus(Duration.ofDays(41)));
    event(now.minus(Duration.ofDays(42)));
    sql("alter table event detach partition event_" + day(42));
    SqlConnection reader = pool.getConnectionAndAwait();
    SqlConnection dropper = pool.getConnectionAndAwait();
    reader.query("begin").executeAndAwait();
    reader.query("select count(*) from event").executeAndAwait();
    dropper.query("set statement_timeout = '200ms'").executeAndAwait();
    String detach = "alter table event detach partition event_" + day(41) + " concurrently";
    assertThrows(PgException.class, () -> dropper.query(detach).executeAndAwait());
    dropper.query("reset statement_timeout").executeAndAwait();
    dropper.closeAndAwait();
    reader.query("rollback").executeAndAwait();
    reader.closeAndAwait();

    run();

    assertFalse(exists("event_" + day(41)));
    assertFalse(exists("event_" + day(42)));
  }

  @Test
  void whileOneNodeDropsTheOthersDoNot() {
    event(now.minus(Duration.ofDays(43)));
    SqlConnection other = pool.getConnectionAndAwait();
    other.query("select pg_advisory_lock(hashtext('kurier.retention'))").executeAndAwait();
    LocalDate firstKept = LocalDate.now(ZoneOffset.UTC).minusDays(30);

    assertEquals(0, partitions.dropBefore(firstKept).await().indefinitely());

    other.query("select pg_advisory_unlock(hashtext('kurier.retention'))").executeAndAwait();
    other.closeAndAwait();
    assertTrue(partitions.dropBefore(firstKept).await().indefinitely() >= 2);
  }

  @Test
  void theDaysAheadAreThereAndAreMadeAgain() {
    String last = "event_" + day(-7);
    assertTrue(exists(last));
    sql("drop table " + last);

    job.makeAhead().await().indefinitely();

    assertTrue(exists(last));
  }

  @Test
  void whoHoldsALockHoldsUpNobodyWhoLooksForMissingDays() {
    String last = "event_" + day(-7);
    sql("drop table " + last);
    SqlConnection other = pool.getConnectionAndAwait();
    other.query("begin").executeAndAwait();
    other.query("lock table event in share update exclusive mode").executeAndAwait();

    job.makeAhead().await().atMost(Duration.ofSeconds(10));

    assertFalse(exists(last));
    assertEquals(6, level("kurier.partition.days.ahead"));
    other.query("rollback").executeAndAwait();
    other.closeAndAwait();
    job.makeAhead().await().atMost(Duration.ofSeconds(10));
    assertTrue(exists(last));
    assertEquals(7, level("kurier.partition.days.ahead"));
  }

  @Test
  void keysAreForgottenAfterADay() {
    byte[] old = seen(now.minus(Duration.ofHours(24)).minusSeconds(1));
    byte[] young = seen(now.minus(Duration.ofHours(24)).plusSeconds(60));

    job.forgetSeen().await().indefinitely();

    assertEquals(0, count("select count(*) from seen where key = $1", buffer(old)));
    assertEquals(1, count("select count(*) from seen where key = $1", buffer(young)));
  }

  @Test
  void aDeletedWebhookGoesWhenNothingOfItIsOpen() {
    UUID gone = deletedWebhook(now.minus(Duration.ofDays(2)).minusSeconds(1));
    UUID recent = deletedWebhook(now.minus(Duration.ofDays(2)).plusSeconds(60));
    deletedWebhook(webhook, now.minus(Duration.ofDays(3)));
    delivery(event(now));

    run();

    assertEquals(0, count("select count(*) from webhook where id = $1", gone));
    assertEquals(0, count("select count(*) from webhook_health where webhook_id = $1", gone));
    assertEquals(1, count("select count(*) from webhook where id = $1", recent));
    assertEquals(1, count("select count(*) from webhook where id = $1", webhook));
  }

  private void run() {
    job.dropOutdated().await().indefinitely();
  }

  private UUID event(Instant at) {
    UUID id = idAt(at);
    LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
    sql("select make_partition(parent, $1) from unnest(array['event', 'attempt']) as parent", day);
    sql(
        "insert into event (id, received_at, account_id, type, webhook_ids, body)"
            + " values ($1, $2, 'retention', 'test', $3, '{}')",
        id,
        at.atOffset(ZoneOffset.UTC),
        new UUID[] {webhook});
    return id;
  }

  private UUID delivery(UUID... events) {
    UUID id = idAt(Ids.timeOf(events[0]));
    sql(
        "insert into delivery (id, webhook_id, owner, due_at, attempts, tries, batched, size,"
            + " account_id, event_ids) values ($1, $2, $3, now() + interval '1 day', 1, 1, $4, 2,"
            + " 'retention', $5)",
        id,
        webhook,
        UUID.randomUUID(),
        events.length > 1,
        events);
    return id;
  }

  private void failed(UUID event) {
    sql(
        "insert into failed_delivery (event_id, webhook_id, account_id, delivery_id, attempts,"
            + " batched, reason, failed_at) values ($1, $2, 'retention', $3, 1, false, 'refused',"
            + " now())",
        event,
        webhook,
        UUID.randomUUID());
  }

  private byte[] seen(Instant at) {
    byte[] key = new byte[16];
    new java.util.Random().nextBytes(key);
    sql(
        "insert into seen (key, event_id, deliveries, seen_at) values ($1, $2, 0, $3)",
        buffer(key),
        UUID.randomUUID(),
        at.atOffset(ZoneOffset.UTC));
    return key;
  }

  private UUID deletedWebhook(Instant at) {
    UUID id = UUID.randomUUID();
    deletedWebhook(id, at);
    return id;
  }

  private void deletedWebhook(UUID id, Instant at) {
    sql(
        """
        insert into webhook (id, account_id, name, url, events, status, batching, max_events, max_bytes, max_wait_ms,
          acknowledgement, retry, timeout_ms, max_in_flight, secret, version, created_at, updated_at, deleted_at)
        values ($1, 'retention', 'test', 'https://example.org/', '{*}', 'active', false, 100, 1048576, 1000,
          'status', 'standard', 5000, 32, '', 1, now(), now(), $2)
        """,
        id,
        at.atOffset(ZoneOffset.UTC));
    sql(
        "insert into webhook_health (webhook_id, account_id, state, since, reason)"
            + " values ($1, 'retention', 'suspended', now(), 'gone')",
        id);
  }

  private void sql(String statement, Object... parameters) {
    pool.preparedQuery(statement).executeAndAwait(Tuple.from(List.of(parameters)));
  }

  private long count(String statement, Object parameter) {
    return pool.preparedQuery(statement)
        .executeAndAwait(Tuple.of(parameter))
        .iterator()
        .next()
        .getLong(0);
  }

  private double level(String name) {
    return meters.get(name).gauge().value();
  }

  private boolean exists(String table) {
    return count("select count(*) from pg_class where relname = $1", table) > 0;
  }

  private String day(int ago) {
    return now.minus(Duration.ofDays(ago))
        .atZone(ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("yyyyMMdd"));
  }

  private static UUID idAt(Instant at) {
    return Ids.next(Clock.fixed(at, ZoneOffset.UTC));
  }

  private static io.vertx.core.buffer.Buffer buffer(byte[] bytes) {
    return io.vertx.core.buffer.Buffer.buffer(bytes);
  }
}
