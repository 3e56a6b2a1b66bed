package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Plans;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hot path's statements use their indexes, with a backlog in the table. */
@QuarkusTest
class QueryPlanTest {

  private static final UUID OWNER = UUID.randomUUID();
  private static final UUID WEBHOOK = new UUID(3, 1);

  @Inject Pool pool;

  /**
   * A backlog of 60,000 rows of 10 webhooks that nobody can claim, and 4,000 rows that a node owns.
   */
  @BeforeEach
  void fill() {
    run(
        """
        insert into delivery (id, webhook_id, owner, due_at, attempts, tries, batched, size, account_id, event_ids)
        select gen_random_uuid(), ('00000000-0000-0003-0000-' || lpad(to_hex(n % 10), 12, '0'))::uuid,
               case when n % 16 = 0 then $1::uuid end, now() - n * interval '1 ms', n / 10 % 2, n / 10 % 2,
               case when n / 10 % 2 = 1 then false end, 500, 'plans', array[gen_random_uuid()]
        from generate_series(1, 64000) n
        """,
        Tuple.of(OWNER));
    run(
        """
        insert into event (id, received_at, account_id, type, webhook_ids, body)
        select (left(uuid_floor(now())::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, now(), 'plans', 't', '{}', 'x'
        from generate_series(1, 20000) n
        """,
        Tuple.tuple());
    run("analyze delivery, event", Tuple.tuple());
  }

  @AfterEach
  void empty() {
    run("delete from delivery where account_id = 'plans'", Tuple.tuple());
    run("delete from event where account_id = 'plans'", Tuple.tuple());
    run("analyze delivery, event", Tuple.tuple());
  }

  private void run(String sql, Tuple values) {
    pool.preparedQuery(sql).executeAndAwait(values);
  }

  private String plan(String sql, Tuple values) {
    return Plans.text(pool.preparedQuery("explain (costs off) " + sql).executeAndAwait(values));
  }

  private String genericPlan(String sql) {
    SqlConnection connection = pool.getConnectionAndAwait();
    try {
      return Plans.ofAnyValues(connection, sql);
    } finally {
      connection.closeAndAwait();
    }
  }

  /**
   * Each of the two lanes is looked up by its webhook and lane, and read no further than needed.
   */
  private static void assertLanesAreLookedUp(String plan) {
    assertFalse(plan.contains("Seq Scan on delivery"), plan);
    // Days without events are read for nothing.
    String today =
        "event_" + LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
    assertFalse(plan.contains("Seq Scan on " + today), plan);
    assertFalse(plan.contains("Bitmap"), plan);
    long bounded =
        plan.lines()
            .filter(line -> line.contains("Index Cond"))
            .filter(line -> line.contains("webhook_id") && line.contains("tries"))
            .count();
    assertEquals(2, bounded, plan);
  }

  @Test
  void dueWebhooksAreFoundByASkipScan() {
    Tuple values = Tuple.of(new UUID(0, 0), OffsetDateTime.now(ZoneOffset.UTC), 1_000);
    assertLanesAreLookedUp(plan(DeliveryStore.WAITING, values));
    assertLanesAreLookedUp(genericPlan(DeliveryStore.WAITING));
  }

  @Test
  void aClaimReadsOnlyWhatIsDue() {
    Tuple values = Tuple.of(WEBHOOK, OffsetDateTime.now(ZoneOffset.UTC), 500, OWNER, 1_000_000L);
    assertLanesAreLookedUp(plan(DeliveryStore.CLAIM, values));
    assertLanesAreLookedUp(genericPlan(DeliveryStore.CLAIM));
  }

  @Test
  void endedRowsAreFoundByTheirId() {
    String plan =
        plan(
            AttemptStore.DELETE_OWNED,
            Tuple.of(new UUID[] {UUID.randomUUID(), UUID.randomUUID()}, new UUID[] {OWNER}));
    assertFalse(plan.contains("Seq Scan"), plan);
    assertTrue(plan.contains("delivery_pkey"), plan);
  }

  /**
   * What a queue is most of the time: its index kept the size of a burst, few rows are there, and
   * many have just gone. Reading what is left of them looks cheap to the planner, and is not.
   */
  @Test
  void endedRowsAreFoundByTheirIdAmongDeadOnes() {
    SqlConnection connection = pool.getConnectionAndAwait();
    try {
      // A table of its own in the place of the real one: no vacuum comes in between.
      query(connection, "create temporary table delivery (like public.delivery including all)");
      comeAndGo(connection, 40_000);
      query(connection, "vacuum (analyze) delivery");
      comeAndGo(connection, 10_000);
      UUID[] group = Stream.generate(UUID::randomUUID).limit(150).toArray(UUID[]::new);
      String plan =
          Plans.text(
              connection
                  .preparedQuery("explain (costs off) " + AttemptStore.DELETE_OWNED)
                  .executeAndAwait(Tuple.of(group, new UUID[] {OWNER})));
      assertFalse(plan.contains("Seq Scan"), plan);
      query(connection, "drop table delivery");
    } finally {
      connection.closeAndAwait();
    }
  }

  private static void comeAndGo(SqlConnection connection, int rows) {
    query(
        connection,
        """
        insert into delivery (id, webhook_id, owner, due_at, attempts, tries, size, account_id, event_ids)
        select gen_random_uuid(), '%s', '%s', now(), 0, 0, 500, 'plans', array[gen_random_uuid()]
        from generate_series(1, %d) n
        """
            .formatted(WEBHOOK, OWNER, rows));
    query(connection, "delete from delivery");
  }

  private static void query(SqlConnection connection, String sql) {
    connection.query(sql).executeAndAwait();
  }

  @Test
  void releasedRowsAreFoundByTheirId() {
    String plan =
        plan(
            DeliveryStore.RELEASE,
            Tuple.of(new UUID[] {UUID.randomUUID(), UUID.randomUUID()}, OWNER));
    assertFalse(plan.contains("Seq Scan"), plan);
  }
}
