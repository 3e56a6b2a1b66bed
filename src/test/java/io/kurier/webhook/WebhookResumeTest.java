package io.kurier.webhook;

import static io.kurier.webhook.Requests.PATH;
import static io.kurier.webhook.Requests.named;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookResumeTest {

  @Inject Pool pool;

  private final Requests requests = Requests.ofNewAccount();

  @Test
  void aSuspensionIsLifted() {
    String id = requests.created(named("a"));
    pool.preparedQuery(
            """
            insert into webhook_health (webhook_id, account_id, state, since, reason, last_status)
            values ($1, $2, 'suspended', now(), 'gone', 410)
            """)
        .execute(Tuple.of(UUID.fromString(id), requests.account()))
        .await()
        .atMost(Duration.ofSeconds(10));
    requests.get(id).then().body("health.state", equalTo("suspended")).body("version", equalTo(1));

    requests
        .request()
        .post(PATH + "/" + id + "/resume")
        .then()
        .statusCode(200)
        .header("ETag", equalTo("\"1\""))
        .body("health.state", equalTo("ok"))
        .body("version", equalTo(1));
    requests.get(id).then().body("health.state", equalTo("ok"));
  }

  @Test
  void aWebhookThatIsNotSuspendedStaysAsItIs() {
    String id = requests.created(named("a"));

    requests
        .request()
        .post(PATH + "/" + id + "/resume")
        .then()
        .statusCode(200)
        .body("health.state", equalTo("ok"));
  }
}
