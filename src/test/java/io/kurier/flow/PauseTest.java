package io.kurier.flow;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.batch.BatchBuffers;
import io.kurier.delivery.Pauses;
import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver that says "later" or "less" gets, over real HTTP. */
@QuarkusTest
class PauseTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Api api = new Api();

  @Inject Pauses pauses;
  @Inject BatchBuffers buffers;

  private static String events(int count) {
    return "["
        + "{\"type\":\"contact_added\"},".repeat(count - 1)
        + "{\"type\":\"contact_added\"}]";
  }

  private void post(int count) {
    api.post(events(count)).then().statusCode(202);
  }

  private JsonPath health(Api.Webhook webhook) {
    return api.request().get("/v1/webhooks/" + webhook.id()).jsonPath();
  }

  private int open(Api.Webhook webhook) {
    return api.request()
        .get("/v1/webhooks/" + webhook.id() + "/deliveries?limit=100")
        .jsonPath()
        .getList("items")
        .size();
  }

  private Instant awaitPause(Api.Webhook webhook) {
    return Instant.parse(
        await()
            .atMost(SOON)
            .until(() -> health(webhook).getString("health.pausedUntil"), until -> until != null));
  }

  private void patch(Api.Webhook webhook, String patch) {
    api.request()
        .contentType("application/merge-patch+json")
        .body(patch)
        .patch("/v1/webhooks/" + webhook.id())
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {413, 429, 502, 503, 504})
  void aReceiverThatAsksForLaterIsNotAskedForEachEvent(int status) {
    try (Receiver receiver = new Receiver(got -> Answer.with(status, "Retry-After", "3600"))) {
      Api.Webhook webhook =
          api.webhook(receiver.url("/"), ", \"delivery\": {\"maxInFlight\": 1, \"retry\": []}");
      post(30);
      Instant until = awaitPause(webhook);
      assertTrue(until.isAfter(Instant.now().plusSeconds(3_500)), until::toString);
      post(30);
      // A webhook beside it is served, so this one has had its chance.
      try (Receiver other = Receiver.willing()) {
        api.webhook(other.url("/"), "");
        post(1);
        await().atMost(SOON).until(() -> other.got().size() == 1);
      }
      assertEquals(1, receiver.got().size());
      assertEquals(61, open(webhook));
      assertEquals("ok", health(webhook).getString("health.state"));
    }
  }

  @Test
  void whoEditsTheWebhookEndsThePause() {
    try (Receiver receiver = new Receiver(got -> Answer.with(429, "Retry-After", "86400"))) {
      Api.Webhook webhook =
          api.webhook(receiver.url("/"), ", \"delivery\": {\"retry\": [\"PT0.1S\"]}");
      post(20);
      awaitPause(webhook);
      receiver.answer(got -> Answer.of(200, ""));
      patch(webhook, "{\"name\": \"mended\"}");
      await().atMost(SOON).until(() -> open(webhook) == 0);
      assertEquals(null, health(webhook).getString("health.pausedUntil"));
    }
  }

  @Test
  void aPauseThatWasEndedByAnEditDoesNotTakeAwayWhatWaits() {
    try (Receiver receiver = new Receiver(got -> Answer.with(429, "Retry-After", "86400"))) {
      Api.Webhook webhook =
          api.webhook(receiver.url("/"), ", \"delivery\": {\"retry\": [\"PT0.1S\"]}");
      post(1);
      awaitPause(webhook);
      receiver.answer(got -> Answer.of(200, ""));
      patch(webhook, "{\"batching\": {\"enabled\": true, \"maxWait\": \"PT1M\"}}");
      await().atMost(SOON).until(() -> open(webhook) == 0);
      post(1);
      await().atMost(SOON).until(() -> buffers.waiting(webhook.id()) == 1);
      pauses.refresh().await().atMost(SOON);
      assertEquals(1, buffers.waiting(webhook.id()));
    }
  }

  @Test
  void aTestIsSentInAPauseToo() {
    try (Receiver receiver = new Receiver(got -> Answer.with(503, "Retry-After", "3600"))) {
      Api.Webhook webhook = api.webhook(receiver.url("/"), "");
      post(1);
      awaitPause(webhook);
      api.request()
          .contentType("application/json")
          .body("{\"type\": \"contact_added\"}")
          .post("/v1/webhooks/" + webhook.id() + "/test")
          .then()
          .statusCode(200)
          .body("status", equalTo(503));
      assertEquals(2, receiver.got().size());
    }
  }

  @Test
  void whatATestIsAnsweredPausesNothing() {
    try (Receiver receiver = new Receiver(got -> Answer.with(429, "Retry-After", "3600"))) {
      Api.Webhook webhook = api.webhook(receiver.url("/"), "");
      api.request()
          .contentType("application/json")
          .body("{\"type\": \"contact_added\"}")
          .post("/v1/webhooks/" + webhook.id() + "/test")
          .then()
          .statusCode(200);
      receiver.answer(got -> Answer.of(200, ""));
      post(1);
      await().atMost(SOON).until(() -> open(webhook) == 0 && receiver.got().size() == 2);
      api.request()
          .get("/v1/webhooks/" + webhook.id())
          .then()
          .body("health.pausedUntil", nullValue());
    }
  }

  @Test
  void aReceiverThatTakesOneRequestInATimeGetsAllAndIsNotFailing() {
    AtomicLong next = new AtomicLong(System.nanoTime());
    long gap = Duration.ofMillis(100).toNanos();
    try (Receiver receiver =
        new Receiver(
            got -> {
              long now = System.nanoTime();
              long due = next.get();
              return now >= due && next.compareAndSet(due, now + gap)
                  ? Answer.of(200, "")
                  : Answer.with(429, "Retry-After", "1");
            })) {
      Api.Webhook webhook =
          api.webhook(receiver.url("/"), ", \"delivery\": {\"maxInFlight\": 4, \"retry\": []}");
      post(60);
      await().atMost(Duration.ofSeconds(60)).until(() -> open(webhook) == 0);
      int wasted = receiver.got().size() - 60;
      assertTrue(wasted <= 20, () -> wasted + " were in vain");
      assertEquals("ok", health(webhook).getString("health.state"));
      assertEquals(
          0,
          api.request()
              .get("/v1/webhooks/" + webhook.id() + "/deliveries?state=failed")
              .jsonPath()
              .getList("items")
              .size());
    }
  }

  @Test
  void aReceiverThatAsksForLessWithoutATimeIsNotFailingButEveryDeliveryEnds() {
    try (Receiver receiver = new Receiver(got -> Answer.of(429, ""))) {
      Api.Webhook webhook =
          api.webhook(receiver.url("/"), ", \"delivery\": {\"retry\": [\"PT0.1S\"]}");
      post(1);
      await()
          .atMost(SOON)
          .until(
              () ->
                  api.request()
                          .get("/v1/webhooks/" + webhook.id() + "/deliveries?state=failed")
                          .jsonPath()
                          .getList("items")
                          .size()
                      == 1);
      assertEquals(2, receiver.got().size());
      assertEquals("ok", health(webhook).getString("health.state"));
    }
  }

  private static int members(Receiver.Got got) {
    return JsonPath.from(got.text()).getList("").size();
  }

  @Test
  void aBatchThatIsTooLargeIsHalvedUntilItFits() {
    try (Receiver receiver = new Receiver(got -> Answer.of(members(got) > 2 ? 413 : 200, ""))) {
      Api.Webhook webhook =
          api.webhook(
              receiver.url("/"),
              ", \"batching\": {\"enabled\": true, \"maxEvents\": 9}, \"delivery\": {\"retry\": []}");
      post(9);
      await().atMost(SOON).until(() -> receiver.got().size() >= 8 && open(webhook) == 0);
      List<Integer> sizes = receiver.got().stream().map(PauseTest::members).sorted().toList();
      assertEquals(List.of(1, 2, 2, 2, 2, 3, 4, 5, 9), sizes);
      assertEquals(
          9, receiver.got().stream().map(got -> got.header("X-Webhook-ID")).distinct().count());
      assertEquals("ok", health(webhook).getString("health.state"));
    }
  }

  @Test
  void aSingleEventThatIsTooLargeInABatchOfOneFails() {
    try (Receiver receiver = new Receiver(got -> Answer.of(413, ""))) {
      Api.Webhook webhook =
          api.webhook(
              receiver.url("/"),
              ", \"batching\": {\"enabled\": true, \"maxEvents\": 2}, \"delivery\": {\"retry\": []}");
      post(2);
      await()
          .atMost(SOON)
          .until(
              () ->
                  api.request()
                          .get("/v1/webhooks/" + webhook.id() + "/deliveries?state=failed")
                          .jsonPath()
                          .getList("items")
                          .size()
                      == 2);
      assertEquals(
          List.of(1, 1, 2), receiver.got().stream().map(PauseTest::members).sorted().toList());
    }
  }
}
