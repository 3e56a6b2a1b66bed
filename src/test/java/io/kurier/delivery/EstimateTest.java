package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** In a transaction that nobody else sees, with rows that are older than any others. */
@QuarkusTest
class EstimateTest {

  private static final UUID NOBODY = new UUID(0, 0);

  @Inject Pool pool;

  @Test
  void whatWaitsForItsOwnReceiverIsNotDeliverable() {
    SqlConnection connection = pool.getConnectionAndAwait();
    Transaction transaction = connection.beginAndAwait();
    try {
      Row before = estimate(connection);

      UUID failing = webhook(connection, "active");
      health(connection, failing, "failing");
      due(connection, failing, "2000-01-01T00:00Z");
      UUID inactive = webhook(connection, "inactive");
      due(connection, inactive, "2000-01-02T00:00Z");
      UUID suspended = webhook(connection, "active");
      health(connection, suspended, "suspended");
      due(connection, suspended, "2000-01-03T00:00Z");
      due(connection, UUID.randomUUID(), "2000-01-04T00:00Z");
      UUID paused = webhook(connection, "active");
      pause(connection, paused, 0);
      due(connection, paused, "2000-01-04T12:00Z");
      UUID good = webhook(connection, "active");
      pause(connection, good, -1);
      due(connection, good, "2000-01-06T00:00Z");
      due(connection, good, "2000-01-05T00:00Z");

      Row after = estimate(connection);
      assertEquals(
          OffsetDateTime.parse("2000-01-01T00:00Z"), after.getOffsetDateTime("oldest_due"));
      assertEquals(
          OffsetDateTime.parse("2000-01-05T00:00Z"), after.getOffsetDateTime("oldest_deliverable"));
      assertEquals(before.getInteger("failing") + 1, after.getInteger("failing"));
      assertEquals(before.getInteger("suspended") + 1, after.getInteger("suspended"));
    } finally {
      transaction.rollbackAndAwait();
      connection.closeAndAwait();
    }
  }

  private static Row estimate(SqlConnection connection) {
    return connection
        .preparedQuery(DeliveryStore.ESTIMATE)
        .executeAndAwait(Tuple.of(NOBODY, 15.0, true))
        .iterator()
        .next();
  }

  private static UUID webhook(SqlConnection connection, String status) {
    UUID id = UUID.randomUUID();
    connection
        .preparedQuery(
            """
            insert into webhook (id, account_id, name, url, events, status, batching, max_events, max_bytes, max_wait_ms,
                                 acknowledgement, retry, timeout_ms, max_in_flight, secret, version, created_at, updated_at)
            values ($1, 'estimate', 'n', 'https://example.com', '{*}', $2, false, 1, 1024, 50, 'status', 'standard', 1000, 1,
                    'x', 0, now(), now())
            """)
        .executeAndAwait(Tuple.of(id, status));
    return id;
  }

  private static void health(SqlConnection connection, UUID webhook, String state) {
    connection
        .preparedQuery(
            """
            insert into webhook_health (webhook_id, account_id, state, since, reason)
            values ($1, 'estimate', $2, now(), 'r')
            """)
        .executeAndAwait(Tuple.of(webhook, state));
  }

  /** For an hour. */
  private static void pause(SqlConnection connection, UUID webhook, int version) {
    connection
        .preparedQuery("insert into webhook_pause values ($1, $2, now() + interval '1 hour')")
        .executeAndAwait(Tuple.of(webhook, version));
  }

  private static void due(SqlConnection connection, UUID webhook, String at) {
    connection
        .preparedQuery(
            """
            insert into delivery (id, webhook_id, due_at, attempts, tries, size, account_id, event_ids)
            values (gen_random_uuid(), $1, $2, 0, 0, 2, 'estimate', array[gen_random_uuid()])
            """)
        .executeAndAwait(Tuple.of(webhook, OffsetDateTime.parse(at)));
  }
}
