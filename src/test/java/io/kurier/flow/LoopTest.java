package io.kurier.flow;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks that lead back to where their events come from. */
@QuarkusTest
class LoopTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String EVENT = "{\"type\":\"contact_added\"}";
  private static final String HOPS = "Kurier-Hops";

  private final Api api = new Api();

  @Inject Pool pool;

  private Response post(String hops, String body) {
    return api.request()
        .contentType("application/json")
        .header(HOPS, hops)
        .body(body)
        .post("/v1/events");
  }

  private static String awaitHops(Receiver receiver, int requests) {
    await().atMost(SOON).until(() -> receiver.got().size() >= requests);
    return receiver.got().get(requests - 1).header(HOPS);
  }

  @Test
  void aWebhookThatPostsToItsOwnServiceStopsAfterFiveRounds() {
    String own = "http://127.0.0.1:" + RestAssured.port + "/v1/events";
    Api.Webhook webhook =
        api.webhook(
            own,
            """
            , "delivery": {"retry": []},
            "headers": {"Authorization": "Bearer kurier-test-admin-key", "Kurier-Account": "%s"}"""
                .formatted(api.account()));
    api.post(EVENT).then().statusCode(202);
    String failed = "/v1/webhooks/" + webhook.id() + "/deliveries?state=failed";
    await()
        .atMost(SOON)
        .until(() -> api.request().get(failed).jsonPath().getList("items").size() == 1);
    List<Integer> hops =
        pool
            .preparedQuery(
                "select coalesce(hops, 0) from event where account_id = $1 order by hops nulls first")
            .executeAndAwait(Tuple.of(api.account()))
            .stream()
            .map(row -> row.getInteger(0))
            .toList();
    assertEquals(List.of(0, 1, 2, 3, 4, 5), hops);
    String response =
        api.request()
            .get("/v1/webhooks/" + webhook.id() + "/attempts?outcome=refused")
            .jsonPath()
            .getString("items[0].response");
    assertTrue(response.contains("too_many_hops") && response.contains("loop"), response);
  }

  @Test
  void requestsSayOneHopMoreThanTheirEvents() {
    try (Receiver receiver = Receiver.willing()) {
      api.webhook(receiver.url("/"), "");
      api.post(EVENT).then().statusCode(202);
      assertEquals("1", awaitHops(receiver, 1));
      post("0", EVENT).then().statusCode(202);
      assertEquals("1", awaitHops(receiver, 2));
      post("4", EVENT).then().statusCode(202);
      assertEquals("5", awaitHops(receiver, 3));
      post("5", EVENT).then().statusCode(202);
      assertEquals("6", awaitHops(receiver, 4));
    }
  }

  @Test
  void aBatchSaysTheHopsOfTheMemberThatCameTheLongestWay() {
    try (Receiver receiver = Receiver.willing()) {
      api.webhook(
          receiver.url("/"),
          ", \"batching\": {\"enabled\": true, \"maxEvents\": 3, \"maxWait\": \"PT5M\"}");
      api.post(EVENT).then().statusCode(202);
      post("3", EVENT).then().statusCode(202);
      post("1", EVENT).then().statusCode(202);
      assertEquals("4", awaitHops(receiver, 1));
    }
  }

  @Test
  void theHopsAreKeptForRetriesAndResends() {
    try (Receiver receiver = new Receiver(got -> Answer.of(500, ""))) {
      api.webhook(receiver.url("/"), ", \"delivery\": {\"retry\": [\"PT0.1S\"]}");
      String event = post("2", EVENT).then().statusCode(202).extract().path("events[0].id");
      assertEquals("3", awaitHops(receiver, 2));
      await()
          .atMost(SOON)
          .until(
              () ->
                  api.request()
                      .get("/v1/events/" + event)
                      .jsonPath()
                      .getString("deliveries[0].state"),
              "failed"::equals);
      api.request()
          .contentType("application/json")
          .body("{}")
          .post("/v1/events/" + event + "/resend")
          .then()
          .statusCode(202);
      assertEquals("3", awaitHops(receiver, 3));
    }
  }

  @Test
  void testsHaveHopsToo() {
    try (Receiver receiver = Receiver.willing()) {
      Api.Webhook webhook = api.webhook(receiver.url("/"), "");
      String test = "/v1/webhooks/" + webhook.id() + "/test";
      api.request().contentType("application/json").body(EVENT).post(test).then().statusCode(200);
      assertEquals("1", awaitHops(receiver, 1));
      api.request()
          .contentType("application/json")
          .header(HOPS, "3")
          .body(EVENT)
          .post(test)
          .then()
          .statusCode(200);
      assertEquals("4", awaitHops(receiver, 2));
      api.request()
          .contentType("application/json")
          .header(HOPS, "6")
          .body(EVENT)
          .post(test)
          .then()
          .statusCode(422)
          .body("code", equalTo("too_many_hops"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/x-ndjson"})
  void whatCameTooFarIsRefusedWithACodeAndKeepsNothing(String contentType) {
    api.request()
        .contentType(contentType)
        .header(HOPS, "6")
        .body(EVENT)
        .post("/v1/events")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("code", equalTo("too_many_hops"))
        .body("errors[0].pointer", equalTo(HOPS))
        .body("errors[0].code", equalTo("too_many_hops"));
    assertEquals(
        0,
        pool.preparedQuery("select id from event where account_id = $1")
            .executeAndAwait(Tuple.of(api.account()))
            .rowCount());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "one", "1, 2", "1.0"})
  void aNumberOfHopsThatIsNoneIsRefused(String hops) {
    post(hops, EVENT)
        .then()
        .statusCode(422)
        .body("errors[0].pointer", equalTo(HOPS))
        .body("code", nullValue());
  }

  @Test
  void aWebhookCanNotSayItsOwnHops() {
    api.request()
        .contentType("application/json")
        .body(
            """
            {"name": "n", "url": "https://example.com/", "events": ["*"], "headers": {"kurier-hops": "0"}}""")
        .post("/v1/webhooks")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", equalTo("/headers/kurier-hops"));
  }
}
