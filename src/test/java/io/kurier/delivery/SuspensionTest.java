package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A suspension is noted to be told where it is one, and once. */
@QuarkusTest
class SuspensionTest {

  private static final Duration FIVE_DAYS = Duration.ofDays(5);

  private final Instant now = Instant.now();
  private final Api api = new Api();

  @Inject HealthStore health;
  @Inject Pool pool;

  private UUID webhook = new UUID(0, 0);

  @BeforeEach
  void create() {
    webhook = api.webhookFor("[\"contact_added\"]", "https://127.0.0.1:1/", "").id();
    // Whoever asks for it: so what is told is not gone.
    api.webhookFor("[\"kurier.*\"]", "https://127.0.0.1:1/", "");
  }

  @Test
  void aWebhookIsSuspendedOnce() {
    suspend(now);
    suspend(now.plusSeconds(1));
    assertEquals(1, noted());
  }

  @Test
  void twoNodesThatHearOfItAtATimeSuspendItOnce() {
    Uni.combine()
        .all()
        .unis(
            health.suspend(webhook, api.account(), now, "gone", 410),
            health.suspend(webhook, api.account(), now.plusSeconds(1), "gone", 410))
        .asTuple()
        .await()
        .indefinitely();
    assertEquals(1, noted());
  }

  @Test
  void aFailingWebhookThatIsGoneIsSuspended() {
    fail(now.minusSeconds(60));
    suspend(now);
    assertEquals(1, noted());
  }

  @Test
  void aWebhookIsSuspendedWhenItFailsForTooLong() {
    fail(now.minus(FIVE_DAYS).plusSeconds(60));
    suspendLongFailing();
    assertEquals(0, noted());

    health.clearFailing(webhook).await().indefinitely();
    fail(now.minus(FIVE_DAYS).minusSeconds(60));
    suspendLongFailing();
    suspendLongFailing();
    assertEquals(1, noted());
  }

  @Test
  void aWebhookThatItsCustomerDeletedIsNoNews() {
    api.request().delete("/v1/webhooks/" + webhook).then().statusCode(204);
    suspend(now);
    assertEquals(0, noted());
  }

  private void suspend(Instant at) {
    health.suspend(webhook, api.account(), at, "gone", 410).await().indefinitely();
  }

  private void fail(Instant since) {
    health.markFailing(webhook, api.account(), since, "test", null).await().indefinitely();
  }

  private void suspendLongFailing() {
    health
        .suspendIfFailingSince(webhook, now.minus(FIVE_DAYS), now, "failing for 5 days", null)
        .await()
        .indefinitely();
  }

  /** What is to be told, and what the job told meanwhile. */
  private int noted() {
    return pool.preparedQuery(
            """
            select (select count(*) from operational_event where webhook_id = $1 and account_id = $2)
                 + (select count(*) from event where account_id = $2 and type = 'kurier.webhook.suspended')
            """)
        .executeAndAwait(Tuple.of(webhook, api.account()))
        .iterator()
        .next()
        .getInteger(0);
  }
}
