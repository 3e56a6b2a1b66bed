package io.kurier.flow;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of what counts as delivered: the seed's (spec section 5) and ours (design section 4),
 * over real HTTP.
 */
@QuarkusTest
class VerdictTest {

  private static final String OK = "{\"status\":\"OK\"}";

  private static final List<Integer> STATUSES =
      IntStream.concat(
              IntStream.of(200, 201, 202, 203, 204, 206, 226),
              IntStream.of(
                  300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 409, 410, 418, 422,
                  429, 500, 501, 502, 503, 504, 507, 599))
          .boxed()
          .toList();

  private final Api api = new Api();

  /** delivered, retried or failed; and the outcome of the attempt. */
  record Expected(String fate, String outcome) {}

  private static Expected getresponse(int status, boolean ok) {
    if (status == 204 || (ok && (status == 200 || status == 201 || status == 202))) {
      return new Expected("delivered", "acknowledged");
    }
    boolean retried = (status >= 200 && status <= 299) || status == 429 || status >= 500;
    return new Expected(retried ? "retrying" : "failed", "refused");
  }

  private static Expected standard(int status) {
    if (status >= 200 && status <= 299) {
      return new Expected("delivered", "acknowledged");
    }
    return new Expected(status == 410 ? "failed" : "retrying", "refused");
  }

  private static Answer answer(int status, boolean ok) {
    return status == 204 || status == 304
        ? Answer.of(status, "")
        : Answer.of(status, ok ? OK : "received");
  }

  /** Sends an event to a webhook for each case at once, and compares what became of each. */
  private void check(Map<String, Case> cases, String delivery) {
    try (Receiver receiver =
        new Receiver(got -> Objects.requireNonNull(cases.get(got.path().substring(1))).answer())) {
      Map<String, UUID> webhooks = new TreeMap<>();
      cases.forEach(
          (name, each) ->
              webhooks.put(
                  name,
                  api.webhook(
                          each.url() == null ? receiver.url("/" + name) : each.url(),
                          ", \"delivery\": " + delivery)
                      .id()));
      String event =
          api.post("{\"type\":\"contact_added\"}")
              .then()
              .statusCode(202)
              .extract()
              .path("events[0].id");
      Map<String, Expected> expected = new TreeMap<>();
      cases.forEach((name, each) -> expected.put(name, each.expected()));
      await()
          .atMost(java.time.Duration.ofSeconds(30))
          .until(() -> fates(event, webhooks), fates -> fates.equals(expected));
    }
  }

  record Case(Answer answer, @Nullable String url, Expected expected) {}

  private Map<String, Expected> fates(String event, Map<String, UUID> webhooks) {
    JsonPath view = api.request().get("/v1/events/" + event).jsonPath();
    Map<String, Expected> fates = new TreeMap<>();
    webhooks.forEach(
        (name, id) -> {
          String last =
              view.getString("deliveries.find { it.webhookId == '" + id + "' }.lastAttemptId");
          String state = view.getString("deliveries.find { it.webhookId == '" + id + "' }.state");
          String outcome =
              last == null
                  ? "none"
                  : api.request().get("/v1/attempts/" + last).jsonPath().getString("outcome");
          fates.put(name, new Expected(state, outcome));
        });
    return fates;
  }

  @Test
  void theSeedsTableHoldsUnderGetresponse() {
    Map<String, Case> cases = new TreeMap<>();
    for (int status : STATUSES) {
      for (boolean ok : List.of(true, false)) {
        cases.put(
            status + (ok ? "-ok" : "-other"),
            new Case(answer(status, ok), null, getresponse(status, ok)));
      }
    }
    check(cases, "{\"acknowledgement\": \"json-ok\", \"retry\": \"getresponse\"}");
  }

  @Test
  void theStandardTableHolds() {
    Map<String, Case> cases = new TreeMap<>();
    STATUSES.forEach(
        status -> cases.put("s" + status, new Case(answer(status, false), null, standard(status))));
    check(cases, "{\"retry\": \"standard\"}");
  }

  static Stream<String> schedules() {
    return Stream.of(
        "{\"timeout\": \"PT1S\", \"retry\": \"standard\"}",
        "{\"timeout\": \"PT1S\", \"retry\": \"getresponse\", \"acknowledgement\": \"json-ok\"}");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void whoDoesNotAnswerIsTriedAgain(String delivery) {
    check(
        Map.of(
            "hang", new Case(Answer.hang(), null, new Expected("retrying", "timed_out")),
            "drip", new Case(Answer.drip(), null, new Expected("retrying", "timed_out")),
            "reset", new Case(Answer.reset(), null, new Expected("retrying", "unreachable")),
            "middle",
                new Case(Answer.resetInTheMiddle(), null, new Expected("retrying", "unreachable")),
            "refused",
                new Case(
                    Answer.hang(), "http://127.0.0.1:1/", new Expected("retrying", "unreachable")),
            "unresolved",
                new Case(
                    Answer.hang(),
                    "http://nowhere.invalid/",
                    new Expected("retrying", "unreachable")),
            "tls",
                new Case(
                    Answer.hang(),
                    "https://127.0.0.1:" + HTTP_PORT.port() + "/",
                    new Expected("retrying", "unreachable")),
            "flood", new Case(Answer.flood(), null, new Expected("delivered", "acknowledged"))),
        delivery);
  }

  /** Speaks plain HTTP, to whom TLS is spoken. */
  private static final Receiver HTTP_PORT = Receiver.willing();

  @Test
  void aRetryHasTheSameWebhookIdAndANewRequestId() {
    try (Receiver receiver = new Receiver(got -> Answer.of(500, ""))) {
      api.webhook(
          receiver.url("/"), ", \"delivery\": {\"retry\": [\"PT0.1S\", \"PT0.2S\", \"PT0.1S\"]}");
      String event =
          api.post("{\"type\":\"contact_added\"}")
              .then()
              .statusCode(202)
              .extract()
              .path("events[0].id");
      await().until(() -> receiver.got().size() == 4);
      List<Receiver.Got> got = receiver.got();
      assertEquals(1, got.stream().map(each -> each.header("X-Webhook-ID")).distinct().count());
      assertEquals(4, got.stream().map(each -> each.header("X-Request-ID")).distinct().count());
      assertNotEquals(event, got.getFirst().header("X-Webhook-ID"));
      await()
          .until(
              () ->
                  api.request()
                      .get("/v1/events/" + event)
                      .jsonPath()
                      .getString("deliveries[0].state"),
              "failed"::equals);
      JsonPath failed = api.request().get("/v1/events/" + event).jsonPath();
      assertEquals(4, failed.getInt("deliveries[0].attempts"));
    }
  }

  @Test
  void retryAfterIsWaitedFor() {
    try (Receiver receiver = new Receiver(got -> Answer.with(503, "Retry-After", "3600"))) {
      Api.Webhook webhook =
          api.webhook(receiver.url("/"), ", \"delivery\": {\"retry\": [\"PT0.1S\"]}");
      api.post("{\"type\":\"contact_added\"}").then().statusCode(202);
      await()
          .until(
              () ->
                  api.request()
                          .get("/v1/webhooks/" + webhook.id() + "/deliveries?state=retrying")
                          .jsonPath()
                          .getList("items")
                          .size()
                      == 1);
      String next =
          api.request()
              .get("/v1/webhooks/" + webhook.id() + "/deliveries")
              .jsonPath()
              .getString("items[0].nextAttemptAt");
      assertTrue(java.time.Instant.parse(next).isAfter(java.time.Instant.now().plusSeconds(3_500)));
    }
  }

  @Test
  void goneSuspendsTheWebhook() {
    try (Receiver receiver = new Receiver(got -> Answer.of(410, ""))) {
      Api.Webhook webhook = api.webhook(receiver.url("/"), "");
      api.post("{\"type\":\"contact_added\"}").then().statusCode(202);
      awaitHealth(webhook, "suspended");
      await()
          .until(
              () ->
                  api.post("{\"type\":\"contact_added\"}").jsonPath().getInt("events[0].deliveries")
                      == 0);
      api.request().post("/v1/webhooks/" + webhook.id() + "/resume").then().statusCode(200);
      assertEquals(
          1, api.post("{\"type\":\"contact_added\"}").jsonPath().getInt("events[0].deliveries"));
    }
  }

  @Test
  void afterFiveFailuresInARowTheRestWaitsInTheTableWithoutLosingAttempts() {
    try (Receiver receiver = new Receiver(got -> Answer.of(500, ""))) {
      Api.Webhook webhook = api.webhook(receiver.url("/"), ", \"delivery\": {\"maxInFlight\": 1}");
      api.post("[" + "{\"type\":\"contact_added\"},".repeat(29) + "{\"type\":\"contact_added\"}]")
          .then()
          .statusCode(202);
      String deliveries = "/v1/webhooks/" + webhook.id() + "/deliveries";
      await()
          .until(
              () ->
                  api.request()
                      .get(deliveries + "?state=retrying")
                      .jsonPath()
                      .getList("items")
                      .size(),
              size -> size >= 5);
      awaitHealth(webhook, "failing");
      assertEquals(
          25, api.request().get(deliveries + "?state=pending").jsonPath().getList("items").size());
      assertEquals(5, receiver.got().size());
      // The receiver recovers: the next probe succeeds, and everything drains.
      receiver.answer(got -> Answer.of(200, ""));
      await()
          .atMost(java.time.Duration.ofSeconds(40))
          .until(() -> api.request().get(deliveries).jsonPath().getList("items").isEmpty());
      assertEquals(35, receiver.got().size());
      assertEquals(
          "ok",
          api.request().get("/v1/webhooks/" + webhook.id()).jsonPath().getString("health.state"));
    }
  }

  private void awaitHealth(Api.Webhook webhook, String state) {
    await()
        .atMost(java.time.Duration.ofSeconds(30))
        .until(
            () ->
                api.request()
                    .get("/v1/webhooks/" + webhook.id())
                    .jsonPath()
                    .getString("health.state"),
            state::equals);
  }

  @Test
  void anEditedWebhookIsSentToWithoutWaitingForTheNextProbe() {
    String five = "[" + "{\"type\":\"contact_added\"},".repeat(4) + "{\"type\":\"contact_added\"}]";
    try (Receiver receiver =
        new Receiver(got -> Answer.of(got.path().equals("/wrong") ? 404 : 200, ""))) {
      Api.Webhook webhook = api.webhook(receiver.url("/wrong"), "");
      api.post(five).then().statusCode(202);
      awaitHealth(webhook, "failing");
      api.post(five).then().statusCode(202);
      api.request()
          .contentType("application/merge-patch+json")
          .body("{\"url\": \"" + receiver.url("/right") + "\"}")
          .patch("/v1/webhooks/" + webhook.id())
          .then()
          .statusCode(200);
      // The first probe would come 10 s after the breaker opened.
      await()
          .atMost(java.time.Duration.ofSeconds(5))
          .until(() -> receiver.got("/right").size() >= 5);
    }
  }

  @Test
  void whatAnEditedWebhooksFormerReceiverDoesIsNotHeldAgainstIt() {
    String six = "[" + "{\"type\":\"contact_added\"},".repeat(5) + "{\"type\":\"contact_added\"}]";
    try (Receiver receiver =
        new Receiver(got -> got.path().equals("/wrong") ? Answer.hang() : Answer.of(200, ""))) {
      Api.Webhook webhook =
          api.webhook(receiver.url("/wrong"), ", \"delivery\": {\"timeout\": \"PT2S\"}");
      api.post(six).then().statusCode(202);
      await().until(() -> receiver.got("/wrong").size() == 6);
      api.request()
          .contentType("application/merge-patch+json")
          .body("{\"url\": \"" + receiver.url("/right") + "\"}")
          .patch("/v1/webhooks/" + webhook.id())
          .then()
          .statusCode(200);
      String retrying = "/v1/webhooks/" + webhook.id() + "/deliveries?state=retrying";
      await().until(() -> api.request().get(retrying).jsonPath().getList("items").size() == 6);
      // All six timed out after the edit: enough to open a breaker, whose first probe is after 10
      // s.
      api.post("{\"type\":\"contact_added\"}").then().statusCode(202);
      await()
          .atMost(java.time.Duration.ofSeconds(3))
          .until(() -> !receiver.got("/right").isEmpty());
    }
  }

  @Test
  void aWebhookThatWasResumedIsFailingAgainWhenItFailsAgain() {
    String five = "[" + "{\"type\":\"contact_added\"},".repeat(4) + "{\"type\":\"contact_added\"}]";
    try (Receiver receiver = new Receiver(got -> Answer.of(500, ""))) {
      Api.Webhook webhook = api.webhook(receiver.url("/"), "");
      api.post(five).then().statusCode(202);
      awaitHealth(webhook, "failing");
      // What the next probe is told.
      receiver.answer(got -> Answer.of(410, ""));
      api.post(five).then().statusCode(202);
      awaitHealth(webhook, "suspended");
      receiver.answer(got -> Answer.of(500, ""));
      api.request().post("/v1/webhooks/" + webhook.id() + "/resume").then().statusCode(200);
      awaitHealth(webhook, "ok");
      api.post(five).then().statusCode(202);
      awaitHealth(webhook, "failing");
    }
  }
}
