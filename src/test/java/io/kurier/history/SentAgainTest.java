package io.kurier.history;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From the event that came in to the one that was sent again. */
@QuarkusTest
class SentAgainTest {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  private static final String ONCE = ", \"delivery\": {\"retry\": []}";
  private static final String IN_PAIRS =
      ", \"batching\": {\"enabled\": true, \"maxEvents\": 2, \"maxWait\": \"PT30S\"}";

  private final Api api = new Api();

  @Test
  void aFailedDeliveryIsSentAgainUnderTheSameId() {
    try (Receiver receiver = new Receiver(got -> Receiver.Answer.of(500, "down"))) {
      UUID webhook = api.webhook(receiver.url("/"), ONCE).id();
      UUID event = accepted("{\"type\": \"contact_added\"}").getFirst();
      JsonPath failed = eventually(event, "failed");
      assertEquals(1, failed.getInt("deliveries[0].attempts"));
      assertEquals("refused", failed.getString("deliveries[0].reason"));

      receiver.answer(got -> Receiver.Answer.of(200, ""));
      api.request().post("/v1/events/{id}/resend", event).then().statusCode(202);
      JsonPath delivered = eventually(event, "delivered");
      assertEquals(2, delivered.getInt("deliveries[0].attempts"));

      List<String> ids = receiver.got().stream().map(got -> got.header("X-Webhook-ID")).toList();
      String id = Ids.ofDelivery(webhook, event).toString();
      assertEquals(List.of(id, id), ids);
      api.request()
          .get("/v1/webhooks/{id}/attempts", webhook)
          .then()
          .body("items.number", equalTo(List.of(2, 1)))
          .body("items.outcome", equalTo(List.of("acknowledged", "refused")))
          .body("items.deliveryId", equalTo(ids))
          .body("items[0].id", equalTo(delivered.getString("deliveries[0].lastAttemptId")))
          .body("items[1].id", equalTo(failed.getString("deliveries[0].lastAttemptId")))
          .body("items[1].response", equalTo("down"));
    }
  }

  @Test
  void aMemberOfAFailedBatchIsSentAgainAlone() {
    try (Receiver receiver = new Receiver(got -> Receiver.Answer.of(500, ""))) {
      UUID webhook = api.webhook(receiver.url("/"), IN_PAIRS + ONCE).id();
      List<UUID> events =
          accepted(
              "[{\"type\": \"contact_added\", \"n\":1}, {\"type\": \"contact_added\", \"n\":2}]");
      eventually(events.get(0), "failed");
      JsonPath failed = eventually(events.get(1), "failed");
      assertEquals(1, receiver.got().size());
      String batch = receiver.got().getFirst().header("X-Webhook-ID");
      api.request()
          .get("/v1/webhooks/{id}/deliveries", webhook)
          .then()
          .body("items.deliveryId", equalTo(List.of(batch, batch)));

      receiver.answer(got -> Receiver.Answer.of(200, ""));
      api.request().post("/v1/events/{id}/resend", events.get(1)).then().statusCode(202);
      JsonPath delivered = eventually(events.get(1), "delivered");
      assertEquals(2, delivered.getInt("deliveries[0].attempts"));
      assertEquals("[" + body(events.get(1)) + "]", receiver.got().getLast().text());
      assertEquals(
          Ids.ofDelivery(webhook, events.get(1)).toString(),
          receiver.got().getLast().header("X-Webhook-ID"));
      assertEquals(
          failed.getString("deliveries[0].lastAttemptId"),
          eventually(events.get(0), "failed").getString("deliveries[0].lastAttemptId"));
    }
  }

  @Test
  void aBatchThatWaitsForItsNextTryIsRetryingInEachOfItsEvents() {
    try (Receiver receiver = new Receiver(got -> Receiver.Answer.of(503, ""))) {
      UUID webhook = api.webhook(receiver.url("/"), IN_PAIRS).id();
      List<UUID> events =
          accepted("[{\"type\": \"contact_added\"}, {\"type\": \"contact_moved\"}]");
      JsonPath first = eventually(events.get(0), "retrying");
      JsonPath second = eventually(events.get(1), "retrying");
      assertEquals(first.getList("deliveries"), second.getList("deliveries"));
      api.request()
          .get("/v1/webhooks/{id}/deliveries?state=retrying", webhook)
          .then()
          .body("items.size()", equalTo(1))
          .body("items[0].eventIds", equalTo(events.stream().map(UUID::toString).toList()))
          .body("items[0].nextAttemptAt", notNullValue())
          .body("items[0].deliveryId", equalTo(receiver.got().getFirst().header("X-Webhook-ID")));
    }
  }

  private List<UUID> accepted(String body) {
    List<String> ids = api.post(body).then().statusCode(202).extract().path("events.id");
    return ids.stream().map(UUID::fromString).toList();
  }

  /** The event, as soon as its only delivery has come so far. */
  private JsonPath eventually(UUID event, String state) {
    return await()
        .atMost(LONG_ENOUGH)
        .until(
            () -> api.request().get("/v1/events/{id}", event).jsonPath(),
            answer -> List.of(state).equals(answer.getList("deliveries.state")));
  }

  private String body(UUID event) {
    String answer = api.request().get("/v1/events/{id}", event).asString();
    return answer.substring(answer.indexOf("\"body\":") + 7, answer.indexOf(",\"deliveries\""));
  }
}
