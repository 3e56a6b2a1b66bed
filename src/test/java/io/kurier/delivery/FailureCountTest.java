package io.kurier.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.cluster.Node;
import io.kurier.support.Plans;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counting failures, beside others who count. */
@QuarkusTest
class FailureCountTest {

  private static final String COUNT =
      "with failed as (select unnest($1::uuid[]) as webhook_id)\n" + FailureCountStore.COUNT;

  private static final String ACCOUNT = "failure-count";

  @Inject Pool pool;
  @Inject DeliveryStore deliveries;
  @Inject Node node;

  private final List<UUID> webhooks =
      Stream.generate(UUID::randomUUID).limit(50).sorted(Ids.ORDER).toList();

  @BeforeEach
  void insertWebhooks() {
    pool.preparedQuery(
            """
            insert into webhook (id, account_id, name, url, events, status, batching, max_events, max_bytes,
              max_wait_ms, acknowledgement, retry, timeout_ms, max_in_flight, secret, version, created_at, updated_at)
            select id, $2, 'test', 'https://example.org/', '{order}', 'inactive', false, 100, 1048576,
              1000, 'status', 'standard', 5000, 32, '', 1, now(), now()
            from unnest($1::uuid[]) as id
            """)
        .executeAndAwait(Tuple.of(webhooks.toArray(UUID[]::new), ACCOUNT));
  }

  @AfterEach
  void deleteAll() {
    run("delete from operational_event where account_id = $1");
    run("delete from webhook where account_id = $1");
  }

  @Test
  void countsOfOneMinuteAddUp() {
    SqlConnection connection = pool.getConnectionAndAwait();
    // So that the clock does not strike between them.
    connection.query("begin").executeAndAwait();
    UUID a = webhooks.get(0);
    UUID b = webhooks.get(1);
    count(connection, List.of(a, b, a));
    count(connection, List.of(b, b));
    connection.query("commit").executeAndAwait();
    connection.closeAndAwait();

    assertEquals("2,3", counts());
  }

  @Test
  void deliveriesWhoseEventIsGoneAreCounted() {
    UUID owner = node.id();
    UUID row = UUID.randomUUID();
    pool.preparedQuery(
            """
            insert into delivery (id, webhook_id, owner, due_at, attempts, tries, size, account_id, event_ids)
            values ($1, $2, $3, now(), 0, 0, 2, $4, array[gen_random_uuid()])
            """)
        .executeAndAwait(Tuple.of(row, webhooks.getFirst(), owner, ACCOUNT));

    deliveries.endLost(List.of(row), owner, Instant.now()).await().indefinitely();

    assertEquals("1", counts());
  }

  @Test
  void whoCountsAtATimeWaitsInOneDirectionOnly() {
    SqlConnection first = pool.getConnectionAndAwait();
    SqlConnection second = pool.getConnectionAndAwait();
    int pid =
        second.query("select pg_backend_pid()").executeAndAwait().iterator().next().getInteger(0);
    first.query("begin").executeAndAwait();
    count(first, List.of(webhooks.getFirst()));

    CompletableFuture<?> counted =
        second
            .preparedQuery(COUNT)
            .execute(Tuple.of(webhooks.reversed().toArray(UUID[]::new)))
            .subscribeAsCompletionStage();
    await().until(() -> counted.isDone() || isBlocked(pid));
    // Had the second begun with another one than the first did, each would wait for the other now.
    count(first, webhooks.subList(1, webhooks.size()));
    first.query("commit").executeAndAwait();
    first.closeAndAwait();

    counted.join();
    second.closeAndAwait();
  }

  @Test
  void webhooksAreLookedUpByTheirId() {
    SqlConnection connection = pool.getConnectionAndAwait();
    connection.query("begin").executeAndAwait();
    // Nobody is told of these.
    connection.query("set local session_replication_role = replica").executeAndAwait();
    connection
        .query(
            """
            insert into webhook (id, account_id, name, url, events, status, batching, max_events, max_bytes,
              max_wait_ms, acknowledgement, retry, timeout_ms, max_in_flight, secret, version, created_at, updated_at)
            select gen_random_uuid(), 'plans', 'test', 'https://example.org/', '{order}', 'inactive', false, 100,
              1048576, 1000, 'status', 'standard', 5000, 32, '', 1, now(), now()
            from generate_series(1, 20000)
            """)
        .executeAndAwait();
    connection.query("analyze webhook").executeAndAwait();
    try {
      for (String statement :
          List.of(AttemptStore.FAILED, DeliveryStore.END, DeliveryStore.END_LOST)) {
        String plan = Plans.ofAnyValues(connection, statement);
        assertFalse(plan.contains("Seq Scan on webhook"), plan);
        assertTrue(plan.contains("webhook_pkey"), plan);
      }
    } finally {
      connection.query("rollback").executeAndAwait();
      connection.closeAndAwait();
    }
  }

  /** In the order of the webhooks. */
  private String counts() {
    return pool
        .preparedQuery(
            "select count from operational_event where account_id = $1 order by webhook_id")
        .executeAndAwait(Tuple.of(ACCOUNT))
        .stream()
        .map(row -> row.getInteger(0).toString())
        .collect(Collectors.joining(","));
  }

  private static void count(SqlConnection connection, List<UUID> failed) {
    connection.preparedQuery(COUNT).executeAndAwait(Tuple.of(failed.toArray(UUID[]::new)));
  }

  private boolean isBlocked(int pid) {
    return pool.preparedQuery("select cardinality(pg_blocking_pids($1)) > 0")
        .executeAndAwait(Tuple.of(pid))
        .iterator()
        .next()
        .getBoolean(0);
  }

  private void run(String sql) {
    pool.preparedQuery(sql).executeAndAwait(Tuple.of(ACCOUNT));
  }
}
