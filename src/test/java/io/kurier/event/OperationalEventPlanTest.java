package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Plans;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job reads what is due, and nothing else, with many rows that are not and many webhooks. */
@QuarkusTest
class OperationalEventPlanTest {

  private static final List<String> FILL =
      List.of(
          // Nobody is told of these.
          "set local session_replication_role = replica",
          """
          insert into webhook (id, account_id, name, url, events, status, batching, max_events, max_bytes,
            max_wait_ms, acknowledgement, retry, timeout_ms, max_in_flight, secret, version, created_at, updated_at)
          select gen_random_uuid(), 'plans', 'test', 'https://example.org/', '{order}', 'inactive', false, 100,
            1048576, 1000, 'status', 'standard', 5000, 32, '', 1, now(), now()
          from generate_series(1, 20000)
          """,
          """
          insert into operational_event (webhook_id, type, at, account_id, due_at, count)
          select id, 'kurier.deliveries.failed', now(), account_id, now() + interval '1 hour', 1
          from webhook where account_id = 'plans'
          """,
          "analyze webhook, operational_event");

  @Inject Pool pool;

  private SqlConnection connection;

  @BeforeEach
  void fill() {
    connection = pool.getConnectionAndAwait();
    query("begin");
    FILL.forEach(this::query);
  }

  @AfterEach
  void forget() {
    query("rollback");
    connection.closeAndAwait();
  }

  @Test
  void whetherAnythingIsDueIsSeenInTheIndex() {
    assertReadsOnlyWhatIsDue(OperationalEventStore.ANY_DUE, Tuple.of(now()));
  }

  @Test
  void whatIsDueIsFoundByTheIndex() {
    assertReadsOnlyWhatIsDue(OperationalEventStore.TAKE_DUE, Tuple.of(now(), 50));
  }

  private void assertReadsOnlyWhatIsDue(String sql, Tuple values) {
    String ofValues =
        text(connection.preparedQuery("explain (costs off) " + sql).executeAndAwait(values));
    String ofAny = Plans.ofAnyValues(connection, sql);
    for (String plan : List.of(ofValues, ofAny)) {
      assertFalse(plan.contains("Seq Scan"), plan);
      assertFalse(plan.contains("Hash"), plan);
      assertTrue(plan.contains("operational_event_due"), plan);
    }
  }

  private static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }

  private RowSet<Row> query(String sql) {
    return connection.query(sql).executeAndAwait();
  }

  private static String text(RowSet<Row> plan) {
    return plan.stream().map(row -> row.getString(0)).collect(Collectors.joining("\n"));
  }
}
