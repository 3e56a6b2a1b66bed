package io.kurier.flow;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.kurier.support.Signed;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchDeliveryTest {

  private final Api api = new Api();

  /** Events with blanks, order and numbers that no serialiser would make. */
  private static List<String> events(int count) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(
          "{\"n\":%d , \"type\": \"contact_added\",\t\"x\":1.500e0,\"y\":\"\\u00e9é\"}"
              .formatted(i));
    }
    return events;
  }

  private static String array(List<String> events) {
    return "[" + String.join(" ,\n", events) + "]";
  }

  /** What the receiver must have got as one body. */
  private static String body(List<String> events) {
    return "[" + String.join(",", events) + "]";
  }

  @Test
  void twoHundredAndFiftyEventsComeAsTwoFullBatchesAndTheRestWhenTheWindowCloses() {
    try (Receiver receiver = Receiver.willing()) {
      Api.Webhook batched =
          api.webhook(
              receiver.url("/batched"),
              ", \"batching\": {\"enabled\": true, \"maxEvents\": 100, \"maxWait\": \"PT1S\"}");
      Api.Webhook single = api.webhook(receiver.url("/single"), "");
      List<String> events = events(250);

      api.post(array(events)).then().statusCode(202).body("accepted", equalTo(250));

      await().until(() -> receiver.got("/batched").size() == 3);
      await().until(() -> receiver.got("/single").size() == 250);
      List<Receiver.Got> batches = receiver.got("/batched");
      Set<String> expected =
          Set.of(
              body(events.subList(0, 100)),
              body(events.subList(100, 200)),
              body(events.subList(200, 250)));
      assertEquals(expected, new HashSet<>(batches.stream().map(Receiver.Got::text).toList()));
      assertTrue(batches.stream().allMatch(got -> got.header("X-Webhook-Type").equals("batch")));
      assertEquals(
          new HashSet<>(events),
          new HashSet<>(receiver.got("/single").stream().map(Receiver.Got::text).toList()));
      batches.forEach(got -> Signed.verify(got, batched.secret()));
      receiver.got("/single").forEach(got -> Signed.verify(got, single.secret()));
    }
  }

  @Test
  void batchesAreCutByBytes() {
    try (Receiver receiver = Receiver.willing()) {
      api.webhook(
          receiver.url("/"),
          ", \"batching\": {\"enabled\": true, \"maxEvents\": 1000, \"maxBytes\": 1024, \"maxWait\": \"PT0.5S\"}");
      List<String> events = events(60);
      api.post(array(events)).then().statusCode(202);
      await()
          .until(
              () ->
                  receiver.got().stream()
                          .mapToInt(got -> got.text().split("contact_added", -1).length - 1)
                          .sum()
                      == 60);
      assertTrue(receiver.got().stream().allMatch(got -> got.body().length <= 1_024));
      assertTrue(receiver.got().size() < 10, "few, large batches");
    }
  }

  @Test
  void oneEventIsAnArrayOfOne() {
    try (Receiver receiver = Receiver.willing()) {
      Api.Webhook webhook =
          api.webhook(
              receiver.url("/"), ", \"batching\": {\"enabled\": true, \"maxWait\": \"PT0.05S\"}");
      String event = events(1).getFirst();
      api.post(event).then().statusCode(202);
      await().until(() -> receiver.got().size() == 1);
      assertEquals("[" + event + "]", receiver.got().getFirst().text());
      Signed.verify(receiver.got().getFirst(), webhook.secret());
    }
  }

  @Test
  void aBatchThatFailedStaysThatBatch() {
    try (Receiver receiver = new Receiver(got -> Receiver.Answer.of(500, ""))) {
      Api.Webhook webhook =
          api.webhook(
              receiver.url("/"),
              """
              , "batching": {"enabled": true, "maxEvents": 10, "maxWait": "PT10S"}
              , "delivery": {"retry": ["PT2S", "PT0.1S"]}""");
      api.post(array(events(10))).then().statusCode(202);
      await().until(() -> receiver.got().size() == 1);
      // Edited meanwhile: holds for what was not sent yet, and that batch was.
      api.request()
          .contentType("application/merge-patch+json")
          .body("{\"batching\": {\"enabled\": false}}")
          .patch("/v1/webhooks/" + webhook.id())
          .then()
          .statusCode(200);
      await().until(() -> receiver.got().size() == 3);
      List<Receiver.Got> got = receiver.got();
      assertEquals(1, got.stream().map(each -> each.header("X-Webhook-ID")).distinct().count());
      assertEquals(3, got.stream().map(each -> each.header("X-Request-ID")).distinct().count());
      assertEquals(1, got.stream().map(Receiver.Got::text).distinct().count());
      got.forEach(each -> assertEquals(8, UUID.fromString(each.header("X-Webhook-ID")).version()));
    }
  }
}
