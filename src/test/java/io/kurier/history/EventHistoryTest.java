package io.kurier.history;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EventHistoryTest extends HistoryTest {

  @Test
  void anEventIsShownAsItCameIn() {
    Instant received = Instant.parse(Instant.now().toString().substring(0, 19) + ".123456Z");
    UUID event = rows.event(received, "{\"type\":\"contact_added\"}", "p-1");
    get("/v1/events/{id}", event)
        .statusCode(200)
        .body("id", equalTo(event.toString()))
        .body("producerId", equalTo("p-1"))
        .body("type", equalTo("contact_added"))
        .body("occurredAt", equalTo("2021-04-27T12:56:00Z"))
        .body("receivedAt", equalTo(received.toString()))
        .body("body.type", equalTo("contact_added"))
        .body("deliveries", hasSize(0));
  }

  @Test
  void theBodyIsTheProducersBytes() {
    String body =
        "{ \"type\" :\t\"contact_added\",\n  \"ünknown\" : [ 1.0, 1e2,-0 ],\"a\\u0062\":\"\\/ 🎉\" }";
    UUID event = rows.event(Instant.now(), body, null);
    byte[] answer = get("/v1/events/{id}", event).statusCode(200).extract().asByteArray();
    assertTrue(
        new String(answer, StandardCharsets.UTF_8)
            .contains("\"body\":" + body + ",\"deliveries\""));
  }

  @Test
  void whatIsOpenWithoutAnAttemptIsPending() {
    UUID webhook = webhook();
    UUID event = rows.event(webhook);
    rows.open(webhook, event, 0);
    delivery(event, webhook)
        .body("state", equalTo("pending"))
        .body("attempts", equalTo(0))
        .body("nextAttemptAt", equalTo(Rows.DUE.toString()))
        .body("lastAttemptId", nullValue())
        .body("$", not(hasKey("reason")));
  }

  @Test
  void whatIsOpenWithAttemptsIsRetrying() {
    UUID webhook = webhook();
    UUID event = rows.event(webhook);
    rows.attempt(webhook, List.of(event), 1, false);
    UUID second = rows.attempt(webhook, List.of(event), 2, false);
    rows.open(webhook, event, 2);
    delivery(event, webhook)
        .body("state", equalTo("retrying"))
        .body("attempts", equalTo(2))
        .body("nextAttemptAt", equalTo(Rows.DUE.toString()))
        .body("lastAttemptId", equalTo(second.toString()));
  }

  @Test
  void aBatchOfOneThatIsRepeatedIsRetrying() {
    UUID webhook = batchingWebhook();
    UUID event = rows.event(webhook);
    UUID first = rows.attempt(webhook, List.of(event), 1, false);
    rows.openBatch(webhook, List.of(event), 1);
    delivery(event, webhook)
        .body("state", equalTo("retrying"))
        .body("lastAttemptId", equalTo(first.toString()));
  }

  @Test
  void eachMemberOfABatchThatIsRepeatedIsRetrying() {
    UUID webhook = batchingWebhook();
    UUID other = batchingWebhook();
    Instant now = Instant.now();
    UUID oldest = rows.event(now.minus(Duration.ofHours(20)), "1", null, webhook, other);
    UUID middle = rows.event(now.minus(Duration.ofHours(10)), "2", null, webhook, other);
    UUID youngest = rows.event(now, "3", null, webhook, other);
    List<UUID> batch = List.of(oldest, middle, youngest);
    // Another request between them, and the same members at another webhook.
    rows.attempt(
        webhook, List.of(rows.event(now.minus(Duration.ofHours(5)), "4", null, webhook)), 1, false);
    rows.attempt(other, batch, 1, true);
    UUID attempt = rows.attempt(webhook, batch, 1, false);
    rows.openBatch(webhook, batch, 1);
    for (UUID event : batch) {
      delivery(event, webhook)
          .body("state", equalTo("retrying"))
          .body("attempts", equalTo(1))
          .body("lastAttemptId", equalTo(attempt.toString()));
      delivery(event, other).body("state", equalTo("delivered"));
    }
  }

  @Test
  void whatWasAcknowledgedIsDelivered() {
    UUID webhook = webhook();
    UUID event = rows.event(webhook);
    rows.attempt(webhook, List.of(event), 1, false);
    UUID second = rows.attempt(webhook, List.of(event), 2, true);
    delivery(event, webhook)
        .body("state", equalTo("delivered"))
        .body("attempts", equalTo(2))
        .body("nextAttemptAt", nullValue())
        .body("lastAttemptId", equalTo(second.toString()));
  }

  @Test
  void whatWasDeliveredTwiceShowsTheLastRequest() {
    UUID webhook = webhook();
    UUID event = rows.event(webhook);
    Instant now = Instant.now();
    rows.attempt(now.minusSeconds(2), webhook, List.of(event), 1, "acknowledged", "");
    UUID second = rows.attempt(now.minusSeconds(1), webhook, List.of(event), 2, "acknowledged", "");
    delivery(event, webhook)
        .body("lastAttemptId", equalTo(second.toString()))
        .body("attempts", equalTo(2));
  }

  @Test
  void aFormerMemberOfABatchThatWasSentAgainShowsItsOwnRequest() {
    UUID webhook = batchingWebhook();
    UUID event = rows.event(webhook);
    UUID other = rows.event(webhook);
    UUID together = rows.attempt(webhook, List.of(event, other), 1, true);
    UUID alone = rows.attempt(webhook, List.of(event), 2, true);
    delivery(event, webhook)
        .body("lastAttemptId", equalTo(alone.toString()))
        .body("attempts", equalTo(2));
    delivery(other, webhook)
        .body("lastAttemptId", equalTo(together.toString()))
        .body("attempts", equalTo(1));
  }

  @Test
  void whatWasGivenUpHasFailedForAReason() {
    UUID webhook = webhook();
    UUID event = rows.event(webhook);
    UUID attempt = rows.attempt(webhook, List.of(event), 1, false);
    rows.failed(webhook, event, 1, "gone");
    delivery(event, webhook)
        .body("state", equalTo("failed"))
        .body("attempts", equalTo(1))
        .body("nextAttemptAt", nullValue())
        .body("lastAttemptId", equalTo(attempt.toString()))
        .body("reason", equalTo("gone"));
  }

  @Test
  void whatFailedBeforeItsFirstRequestHasNone() {
    UUID webhook = webhook();
    UUID event = rows.event(webhook);
    rows.failed(webhook, event, 0, "webhook_deleted");
    delivery(event, webhook)
        .body("state", equalTo("failed"))
        .body("attempts", equalTo(0))
        .body("lastAttemptId", nullValue());
  }

  @Test
  void whatWaitsForAnInactiveWebhookHasNoNextAttempt() {
    UUID webhook = inactiveWebhook();
    UUID event = rows.event(webhook);
    rows.open(webhook, event, 0);
    delivery(event, webhook).body("state", equalTo("pending")).body("nextAttemptAt", nullValue());
  }

  @Test
  void aRequestOfABatchIsFoundHoweverFarItsMembersLieApart() {
    UUID webhook = batchingWebhook();
    Instant now = Instant.now();
    UUID yesterday = rows.event(now.minus(Duration.ofHours(23)), "1", null, webhook);
    UUID today = rows.event(now, "2", null, webhook);
    UUID attempt = rows.attempt(webhook, List.of(yesterday, today), 1, true);
    delivery(yesterday, webhook).body("lastAttemptId", equalTo(attempt.toString()));
  }

  @Test
  void deliveriesComeInTheOrderOfMatching() {
    UUID first = webhook();
    UUID second = webhook();
    UUID third = webhook();
    UUID event = rows.event(third, first, second);
    get("/v1/events/{id}", event)
        .body(
            "deliveries.webhookId",
            equalTo(List.of(third.toString(), first.toString(), second.toString())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0190b3a0-0000-7000-8000-000000000000", "no-uuid", "1"})
  void anUnknownEventIsNotFound(String id) {
    get("/v1/events/{id}", id)
        .statusCode(404)
        .contentType(containsString("application/problem+json"));
  }

  @Test
  void anotherAccountsEventIsNotFound() {
    UUID event = rows.event();
    new Api().request().get("/v1/events/{id}", event).then().statusCode(404);
  }

  private ValidatableResponse delivery(UUID event, UUID webhook) {
    return get("/v1/events/{id}", event)
        .statusCode(200)
        .rootPath("deliveries.find { it.webhookId == '" + webhook + "' }");
  }
}
