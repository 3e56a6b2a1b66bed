package io.kurier.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.Api;
import io.kurier.time.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ClosedWebhooksTest {

  private final Api api = new Api();

  @Inject Pool pool;
  @Inject Clock clock;
  @Inject ClosedWebhooks closed;
  @Inject MeterRegistry meters;

  @Test
  void eachEventOfABatchThatIsEndedCountsAsFailed() {
    UUID webhook = api.webhook("http://127.0.0.1:9/none", "").id();
    api.request().delete("/v1/webhooks/" + webhook).then().statusCode(204);
    double before = failed();
    UUID batch = waiting(webhook, 3);

    closed.endAll().await().atMost(Duration.ofSeconds(10));

    // The job may have been faster, and counts a moment later.
    await().until(() -> failed() >= before + 3);
    assertEquals(0, count("select count(*) from delivery where id = $1", batch));
    assertEquals(3, count("select count(*) from failed_delivery where webhook_id = $1", webhook));
  }

  private double failed() {
    return meters.get("kurier.deliveries").tag("outcome", "failed").counter().count();
  }

  /** A batch that failed before, and is due in a day. */
  private UUID waiting(UUID webhook, int events) {
    UUID[] ids = new UUID[events];
    Arrays.setAll(ids, i -> Ids.next(clock));
    pool.preparedQuery(
            """
            insert into delivery (id, webhook_id, due_at, attempts, tries, batched, size, account_id, event_ids)
            values ($1, $2, now() + interval '1 day', 1, 1, true, 2, $3, $4)
            """)
        .executeAndAwait(Tuple.of(ids[0], webhook, api.account(), ids));
    return ids[0];
  }

  private long count(String statement, UUID id) {
    return pool.preparedQuery(statement).executeAndAwait(Tuple.of(id)).iterator().next().getLong(0);
  }
}
