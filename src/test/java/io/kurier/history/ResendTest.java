package io.kurier.history;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The webhooks are inactive, so that what is to be sent again stays where it can be looked at. */
@QuarkusTest
class ResendTest extends HistoryTest {

  private static final String PATH = "/v1/events/{id}/resend";
  private static final Duration WAIT = Duration.ofSeconds(10);

  @Test
  void whatWasDeliveredIsOpenAgain() {
    UUID webhook = inactiveWebhook();
    UUID event = rows.event(Instant.now(), "\"ü\"", null, webhook);
    rows.attempt(webhook, List.of(event), 1, false);
    rows.attempt(webhook, List.of(event), 2, true);
    resend(event, webhook).statusCode(202).body("deliveries", equalTo(1));
    Row row = open(webhook, event);
    assertNull(row.getUUID("owner"));
    assertTrue(row.getOffsetDateTime("due_at").toInstant().isBefore(Instant.now()));
    assertEquals(2, row.getInteger("attempts"));
    assertEquals(0, row.getInteger("tries"));
    assertFalse(row.getBoolean("batched"));
    assertEquals(4, row.getInteger("size"));
    assertEquals(api.account(), row.getString("account_id"));
    assertEquals(List.of(event), List.of(row.getArrayOfUUIDs("event_ids")));
  }

  @Test
  void whatHasFailedIsOpenAgainAndNoLongerFailed() {
    UUID webhook = inactiveWebhook();
    UUID event = rows.event(webhook);
    rows.failed(webhook, event, 10, "refused");
    resend(event, webhook).body("deliveries", equalTo(1));
    assertEquals(10, open(webhook, event).getInteger("attempts"));
    get("/v1/events/{id}", event)
        .body("deliveries.state", equalTo(List.of("retrying")))
        .body("deliveries.attempts", equalTo(List.of(10)));
    get("/v1/webhooks/{id}/deliveries?state=failed", webhook).body("items.size()", equalTo(0));
  }

  @Test
  void whatFailedBeforeItsFirstRequestMayGoWithOthers() {
    UUID webhook = inactiveWebhook();
    UUID event = rows.event(webhook);
    rows.failed(webhook, event, 0, "suspended");
    resend(event, webhook).body("deliveries", equalTo(1));
    assertEquals(0, open(webhook, event).getInteger("attempts"));
    assertNull(open(webhook, event).getBoolean("batched"));
  }

  @Test
  void aFormerMemberOfABatchIsOpenAloneAndStaysAnArray() {
    UUID webhook =
        api.webhook(
                "http://127.0.0.1:9/",
                ", \"status\": \"inactive\", \"batching\": {\"enabled\": true}")
            .id();
    UUID event = rows.event(webhook);
    UUID other = rows.event(webhook);
    rows.attempt(webhook, List.of(event, other), 1, true);
    resend(event, webhook).body("deliveries", equalTo(1));
    Row row = open(webhook, event);
    assertTrue(row.getBoolean("batched"));
    assertEquals(1, row.getInteger("attempts"));
    assertEquals(List.of(event), List.of(row.getArrayOfUUIDs("event_ids")));
  }

  @Test
  void whatIsOpenIsLeftAlone() {
    UUID webhook = inactiveWebhook();
    UUID single = rows.event(webhook);
    UUID alone = rows.event(webhook);
    UUID member = rows.event(webhook);
    UUID other = rows.event(webhook);
    rows.open(webhook, single, 1);
    rows.openBatch(webhook, List.of(alone), 1);
    rows.openBatch(webhook, List.of(member, other), 1);
    for (UUID event : List.of(single, alone, member, other)) {
      resend(event, webhook).statusCode(202).body("deliveries", equalTo(0));
    }
    assertEquals(3, rows.countOpen(webhook));
  }

  @Test
  void whoClicksTwiceSendsOnce() {
    UUID webhook = inactiveWebhook();
    UUID event = rows.event(webhook);
    rows.failed(webhook, event, 1, "refused");
    List<CompletableFuture<Integer>> clicks =
        Stream.generate(
                () ->
                    CompletableFuture.<Integer>supplyAsync(
                        () -> resend(event, webhook).extract().path("deliveries")))
            .limit(4)
            .toList();
    assertEquals(1, clicks.stream().mapToInt(CompletableFuture::join).sum());
    assertEquals(1, rows.countOpen(webhook));
  }

  @Test
  void aResendWaitsForTheOneBeforeItAndCountsItsRequests() {
    UUID webhook = inactiveWebhook();
    UUID event = rows.event(webhook);
    rows.attempt(webhook, List.of(event), 1, true);
    SqlConnection before = pool.getConnection().await().atMost(WAIT);
    try {
      Transaction transaction = before.begin().await().atMost(WAIT);
      before
          .preparedQuery("select id from event where id = $1 for update")
          .execute(Tuple.of(event))
          .await()
          .atMost(WAIT);
      CompletableFuture<Integer> resend =
          CompletableFuture.supplyAsync(() -> resend(event, webhook).extract().path("deliveries"));
      await().atMost(WAIT).until(() -> rows.countWaitingForLocks() > 0);
      rows.attempt(webhook, List.of(event), 2, true);
      transaction.commit().await().atMost(WAIT);
      assertEquals(1, resend.join());
    } finally {
      before.close().await().atMost(WAIT);
    }
    assertEquals(2, open(webhook, event).getInteger("attempts"));
  }

  @Test
  void withoutANameItGoesToWhoeverTakesDeliveries() {
    UUID active = webhook();
    UUID inactive = inactiveWebhook();
    UUID suspended = webhook();
    UUID deleted = webhook();
    UUID event = rows.event(active, inactive, suspended, deleted);
    rows.suspend(suspended);
    rows.delete(deleted);
    resendAll(event).statusCode(202).body("deliveries", equalTo(1));
    assertEquals(0, rows.countOpen(inactive) + rows.countOpen(suspended) + rows.countOpen(deleted));
  }

  @Test
  void whoIsSuspendedMustBeResumedFirst() {
    UUID webhook = webhook();
    UUID event = rows.event(webhook);
    rows.suspend(webhook);
    resend(event, webhook).statusCode(409);
  }

  @Test
  void aWebhookThatCannotGetItIsNamed() {
    UUID deleted = webhook();
    UUID event = rows.event(deleted);
    rows.delete(deleted);
    for (UUID webhook : List.of(deleted, webhook(), UUID.randomUUID())) {
      resend(event, webhook).statusCode(422).body("errors.pointer", equalTo(List.of("/webhookId")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"webhookId\": \"x\"}', 422, /webhookId",
    "'{\"webhookId\": 1}', 422, /webhookId",
    "'{\"webhook\": null}', 422, /webhook",
    "'[]', 422, ''",
    "'{', 400, "
  })
  void aWrongBodyIsRefused(String body, int status, String pointer) {
    UUID event = rows.event();
    ValidatableResponse answer =
        api.request().contentType(ContentType.JSON).body(body).post(PATH, event).then();
    answer.statusCode(status);
    if (pointer != null) {
      answer.body("errors.pointer", equalTo(List.of(pointer)));
    }
  }

  @Test
  void aBodyThatIsNoJsonIsNotTaken() {
    UUID event = rows.event();
    api.request().contentType(ContentType.TEXT).body("{}").post(PATH, event).then().statusCode(415);
  }

  @Test
  void anEmptyObjectMeansAllToo() {
    UUID event = rows.event();
    api.request()
        .contentType(ContentType.JSON)
        .body("{}")
        .post(PATH, event)
        .then()
        .statusCode(202)
        .body("deliveries", equalTo(0));
  }

  @Test
  void anUnknownOrAnotherAccountsEventIsNotFound() {
    resendAll(UUID.randomUUID()).statusCode(404);
    api.request().post("/v1/events/no-uuid/resend").then().statusCode(404);
    new Api().request().post(PATH, rows.event()).then().statusCode(404);
  }

  private ValidatableResponse resend(UUID event, UUID webhook) {
    return api.request()
        .contentType(ContentType.JSON)
        .body("{\"webhookId\": \"" + webhook + "\"}")
        .post(PATH, event)
        .then();
  }

  private ValidatableResponse resendAll(UUID event) {
    return api.request().post(PATH, event).then();
  }

  private Row open(UUID webhook, UUID event) {
    return rows.query(
            "select * from delivery where id = $1", Tuple.of(Ids.ofDelivery(webhook, event)))
        .iterator()
        .next();
  }

  /** Its caller got no answer, and called again when what it had sent was delivered. */
  @Test
  void aResendThatIsRepeatedSendsNothingFurther() {
    UUID webhook = inactiveWebhook();
    UUID event = rows.event(webhook);
    rows.attempt(webhook, List.of(event), 1, true);
    resend(event, webhook, "key").statusCode(202).body("deliveries", equalTo(1));
    rows.end(webhook, event);

    resend(event, webhook, "key").statusCode(202).body("deliveries", equalTo(1));
    assertEquals(0, rows.countOpen(webhook));

    resend(event, null, "key")
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("Idempotency-Key")));
    resend(event, webhook, "x".repeat(256)).statusCode(422);
    resend(event, webhook, "another").statusCode(202).body("deliveries", equalTo(1));
  }

  /** Its first answer was lost; by then its webhook was suspended, and later deleted. */
  @Test
  void aResendThatIsRepeatedIsNotJudgedAnew() {
    UUID webhook = inactiveWebhook();
    UUID event = rows.event(webhook);
    rows.attempt(webhook, List.of(event), 1, true);
    resend(event, webhook, "key").statusCode(202).body("deliveries", equalTo(1));

    rows.suspend(webhook);
    resend(event, webhook, "key").statusCode(202).body("deliveries", equalTo(1));
    resend(event, webhook, "another").statusCode(409);
    rows.delete(webhook);
    resend(event, webhook, "key").statusCode(202).body("deliveries", equalTo(1));
    resend(event, webhook, "another").statusCode(422);
  }

  private ValidatableResponse resend(UUID event, @Nullable UUID webhook, String key) {
    return api.request()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(webhook == null ? "{}" : "{\"webhookId\": \"" + webhook + "\"}")
        .post(PATH, event)
        .then();
  }
}
