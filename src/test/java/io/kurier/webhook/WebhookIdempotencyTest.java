package io.kurier.webhook;

import static io.kurier.webhook.Requests.PATH;
import static io.kurier.webhook.Requests.named;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.kurier.problem.RememberedKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookIdempotencyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject Pool pool;

  private final Requests requests = Requests.ofNewAccount();

  @Test
  void aRepeatedRequestIsAnsweredAsTheFirstTimeWithoutTheSecret() {
    Response first = post("key", named("a"));
    Response again = post("key", named("a"));

    first.then().statusCode(201).body("$", hasKey("secret"));
    again
        .then()
        .statusCode(201)
        .header("Location", equalTo(first.header("Location")))
        .header("ETag", equalTo("\"1\""))
        .body("$", not(hasKey("secret")));
    String shown = first.asString();
    assertEquals(shown.substring(0, shown.indexOf(",\"secret\":")) + "}", again.asString());
    requests.request().get(PATH).then().body("items", hasSize(1));
  }

  @Test
  void theFirstAnswerStaysThoughTheWebhookChanged() {
    Response first = post("key", named("a"));
    requests.patch(first.path("id"), "{\"name\": \"b\"}").then().statusCode(200);
    requests.delete(first.path("id")).then().statusCode(204);

    post("key", named("a"))
        .then()
        .statusCode(201)
        .body("id", equalTo(first.path("id")))
        .body("name", equalTo("a"))
        .body("version", equalTo(1));
    requests.request().get(PATH).then().body("items", hasSize(0));
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() {
    post("key", named("a")).then().statusCode(201);

    post("key", named("b"))
        .then()
        .statusCode(422)
        .body("errors.pointer", contains("Idempotency-Key"));
    requests.request().get(PATH).then().body("items", hasSize(1));
  }

  @Test
  void aKeyBelongsToItsAccount() {
    Response mine = post("key", named("a"));
    Response theirs =
        Requests.ofNewAccount()
            .request()
            .header("Idempotency-Key", "key")
            .contentType(ContentType.JSON)
            .body(named("a"))
            .post(PATH);

    theirs.then().statusCode(201).body("$", hasKey("secret"));
    assertNotEquals(mine.<String>path("id"), theirs.<String>path("id"));
  }

  @Test
  void aRequestThatFailedLeavesItsKeyFree() {
    post("key", "{}").then().statusCode(422);

    post("key", named("a")).then().statusCode(201).body("$", hasKey("secret"));
  }

  @Test
  void aKeyIsForgottenAfterADay() {
    Response first = post("key", named("a"));
    execute(
        "update seen set seen_at = seen_at - interval '24 hours 1 minute' where answer = $1",
        Tuple.of(first.<String>path("id")));

    Response later = post("key", named("b"));

    later.then().statusCode(201).body("$", hasKey("secret"));
    assertNotEquals(first.<String>path("id"), later.<String>path("id"));
  }

  @Test
  void aRequestWhoseFirstIsStillRunningIsToldSo() {
    SeenRequest running =
        new SeenRequest(
            RememberedKey.of(requests.account(), "webhooks", "key", named("a")),
            new UUID(1, 1),
            Instant.EPOCH);
    SqlConnection other = pool.getConnection().await().atMost(PATIENCE);
    try {
      other
          .preparedQuery("select pg_advisory_lock($1)")
          .execute(Tuple.of(running.lock()))
          .await()
          .atMost(PATIENCE);
      post("key", named("a")).then().statusCode(409);
      post("another key", named("b")).then().statusCode(201);
    } finally {
      other
          .preparedQuery("select pg_advisory_unlock($1)")
          .execute(Tuple.of(running.lock()))
          .await()
          .atMost(PATIENCE);
      other.close().await().atMost(PATIENCE);
    }
    post("key", named("a")).then().statusCode(201).body("$", hasKey("secret"));
  }

  @Test
  void nothingSecretIsKeptWithTheKey() {
    Response first = post("key", named("a"));

    RowSet<?> rows =
        execute(
            "select s::text from seen s where answer = $1 and s::text not like '%secret%'",
            Tuple.of(first.<String>path("id")));

    assertEquals(1, rows.size());
  }

  @Test
  void aKeyHasAtMost255Characters() {
    post("k".repeat(255), named("a")).then().statusCode(201);
    post("k".repeat(256), named("a")).then().statusCode(422).body("detail", containsString("255"));
  }

  private Response post(String key, String body) {
    return requests
        .request()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post(PATH);
  }

  private RowSet<?> execute(String sql, Tuple values) {
    return pool.preparedQuery(sql).execute(values).await().atMost(PATIENCE);
  }
}
