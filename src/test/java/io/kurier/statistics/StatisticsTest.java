package io.kurier.statistics;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a request to a receiver to the charts. */
@QuarkusTest
class StatisticsTest {

  private static final String OF_WEBHOOK = "/v1/webhooks/{id}/statistics?period={period}";
  private static final String EVENT = "{\"type\":\"contact_added\"}";

  @Inject StatisticsJob job;

  private final Api api = new Api();

  @Test
  void requestsAreCountedByOutcomeAndSize() {
    try (Receiver receiver = Receiver.willing()) {
      UUID webhook =
          api.webhook(
                  receiver.url("/"),
                  """
                  , "batching": {"enabled": true, "maxEvents": 3, "maxWait": "PT5M"},
                    "delivery": {"retry": []}""")
              .id();
      api.post("[" + String.join(",", List.of(EVENT, EVENT, EVENT)) + "]").then().statusCode(202);
      await().until(() -> recorded(webhook) == 1);
      receiver.answer(got -> Receiver.Answer.of(500, ""));
      api.post("[" + String.join(",", List.of(EVENT, EVENT, EVENT)) + "]").then().statusCode(202);
      await().until(() -> recorded(webhook) == 2);
      for (String period : List.of("PT1H", "PT24H", "P7D", "P30D")) {
        JsonPath statistics = counted(webhook, period, 2);
        assertEquals(period, statistics.getString("period"));
        assertEquals(1, statistics.getInt("total.outcomes.acknowledged"));
        assertEquals(1, statistics.getInt("total.outcomes.refused"));
        assertEquals(3, statistics.getInt("total.events"));
        assertEquals(1, statistics.getInt("points.outcomes.acknowledged.sum()"));
        assertEquals(2, statistics.getInt("batchSizes.find { it.upTo == 5 }.requests"));
        Duration half = Duration.parse(statistics.getString("total.p50"));
        assertTrue(half.compareTo(Duration.parse(statistics.getString("total.p99"))) <= 0);
      }
    }
  }

  @Test
  void testsAreNotCounted() {
    try (Receiver receiver = Receiver.willing()) {
      UUID webhook = api.webhook(receiver.url("/"), "").id();
      api.request()
          .contentType("application/json")
          .body(EVENT)
          .post("/v1/webhooks/{id}/test", webhook)
          .then()
          .statusCode(200);
      api.post(EVENT).then().statusCode(202);
      await().until(() -> recorded(webhook) == 2);
      counted(webhook, "PT1H", 1);
    }
  }

  @Test
  void aQuietWebhookHasACompleteSeriesOfNothing() {
    UUID webhook = api.webhook("http://127.0.0.1:1/nobody", "").id();
    api.request()
        .get(OF_WEBHOOK, webhook, "PT1H")
        .then()
        .statusCode(200)
        .body("webhookId", equalTo(webhook.toString()))
        .body("step", equalTo("PT1M"))
        .body("points", hasSize(60))
        .body("points[0].outcomes.timed_out", equalTo(0))
        .body("points[0].p50", nullValue())
        .body("until", notNullValue());
  }

  @Test
  void aListShowsTheLastDayAndWhatWaits() {
    try (Receiver receiver = Receiver.willing()) {
      UUID busy = api.webhook(receiver.url("/"), "").id();
      UUID paused =
          api.webhook("http://127.0.0.1:1/nobody", ", \"delivery\": {\"retry\": [\"PT1H\"]}").id();
      UUID others = new Api().webhook(receiver.url("/"), "").id();
      api.post(EVENT).then().statusCode(202);
      await().until(() -> recorded(busy) == 1 && recorded(paused) == 1);
      counted(busy, "PT1H", 1);
      counted(paused, "PT1H", 1);
      JsonPath activity =
          api.request()
              .queryParam("webhookId", busy, paused, others, UUID.randomUUID())
              .get("/v1/statistics")
              .then()
              .statusCode(200)
              .body("items", hasSize(2))
              .body("items[0].points", hasSize(24))
              .extract()
              .jsonPath();
      String of = "items.find { it.webhookId == '%s' }.";
      assertEquals(0, activity.getInt(of.formatted(busy) + "waiting"));
      assertEquals(1, activity.getInt(of.formatted(paused) + "waiting"));
      assertEquals(1, activity.getInt(of.formatted(busy) + "points.acknowledged.sum()"));
      assertEquals(1, activity.getInt(of.formatted(paused) + "points.other.sum()"));
    }
  }

  @Test
  void anothersStatisticsAreNotFound() {
    UUID webhook = api.webhook("http://127.0.0.1:1/nobody", "").id();
    new Api().request().get(OF_WEBHOOK, webhook, "PT1H").then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?period=", "?period=P1D"})
  void aPeriodIsOneOfFour(String query) {
    UUID webhook = api.webhook("http://127.0.0.1:1/nobody", "").id();
    api.request()
        .get("/v1/webhooks/" + webhook + "/statistics" + query)
        .then()
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("period")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?webhookId=", "?webhookId=no-uuid"})
  void aListNeedsWebhooks(String query) {
    api.request()
        .get("/v1/statistics" + query)
        .then()
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("webhookId")));
  }

  @Test
  void operatorsSeeTheNodesAndWhatFlows() {
    api.request()
        .get("/v1/status")
        .then()
        .statusCode(200)
        .body("nodes.version", hasItem(startsWith("0.")))
        .body("nodes[0].heartbeatAt", notNullValue())
        .body("openDeliveries", notNullValue())
        .body("failingWebhooks", notNullValue());
    await()
        .until(
            () -> {
              api.post(EVENT).then().statusCode(202);
              return api.request().get("/v1/status").jsonPath().getFloat("acceptedPerSecond") > 0;
            });
  }

  private int recorded(UUID webhook) {
    return api.request()
        .get("/v1/webhooks/{id}/attempts", webhook)
        .jsonPath()
        .getList("items")
        .size();
  }

  /** A request is counted just after it is recorded. */
  private JsonPath counted(UUID webhook, String period, int requests) {
    await()
        .until(
            () -> {
              job.store().await().atMost(Duration.ofSeconds(10));
              return requests(statistics(webhook, period)) == requests;
            });
    return statistics(webhook, period);
  }

  private JsonPath statistics(UUID webhook, String period) {
    return api.request()
        .get(OF_WEBHOOK, webhook, period)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static int requests(JsonPath statistics) {
    return statistics.<String, Integer>getMap("total.outcomes").values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }
}
