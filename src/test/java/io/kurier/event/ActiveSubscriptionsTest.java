package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.kurier.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Changes that nobody was notified of. */
@QuarkusTest
class ActiveSubscriptionsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject ActiveSubscriptions subscriptions;
  @Inject Pool pool;

  private final Api api = new Api();

  @Test
  void aChangeIsFoundThoughItsNotificationWasLostAndFollowedOnce() {
    UUID id = api.webhook("https://example.org/", "").id();
    look();
    silently("update webhook set status = 'inactive' where account_id = $1");
    look();
    assertNotNull(subscriptions.find(id), "read again, though it is not known to have changed");
    silently("update account_change set changed_at = clock_timestamp() where account_id = $1");
    look();
    assertNull(subscriptions.find(id));
  }

  private void look() {
    subscriptions.refresh().await().atMost(PATIENCE);
  }

  private void silently(String sql) {
    pool.withTransaction(
            connection ->
                connection
                    .query("set local session_replication_role = replica")
                    .execute()
                    .chain(() -> connection.preparedQuery(sql).execute(Tuple.of(api.account()))))
        .await()
        .atMost(PATIENCE);
  }
}
