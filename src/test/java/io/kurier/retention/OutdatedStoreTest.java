package io.kurier.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.Api;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OutdatedStoreTest {

  @Inject OutdatedStore outdated;
  @Inject Pool pool;

  @Test
  void whatExpiresIsCountedForItsWebhookToBeTold() {
    Api api = new Api();
    UUID webhook = api.webhook("https://127.0.0.1:1/", "").id();
    Instant now = Instant.now();
    Instant old = now.minus(Duration.ofDays(60));
    for (int i = 0; i < 2; i++) {
      pool.preparedQuery(
              """
              insert into delivery (id, webhook_id, owner, due_at, attempts, tries, batched, size, account_id, event_ids)
              values ($1, $2, gen_random_uuid(), now(), 1, 1, true, 2, 'outdated', array[$3, $4]::uuid[])
              """)
          .executeAndAwait(
              Tuple.of(
                  Ids.floor(old.plusMillis(i)), webhook, UUID.randomUUID(), UUID.randomUUID()));
    }

    outdated.expireOpen(now.minus(Duration.ofDays(50)), 100, now).await().indefinitely();

    Row row =
        pool.preparedQuery(
                """
                select sum(count)::int, min(account_id) from operational_event
                where webhook_id = $1 and type = 'kurier.deliveries.failed'
                """)
            .executeAndAwait(Tuple.of(webhook))
            .iterator()
            .next();
    assertEquals(4, row.getInteger(0));
    assertEquals(api.account(), row.getString(1));
  }
}
