package io.kurier.flow;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SingleDeliveryTest {

  private final Api api = new Api();

  @Test
  void anEventArrivesByteForByte() {
    try (Receiver receiver = Receiver.willing()) {
      api.webhook(receiver.url("/hook?secret=xyz%20"), "");
      String event =
          "{ \"type\" : \"contact_added\",\n\t\"odd\": [1.0e5, \"\\u00e9é\"], \"type2\":null }\n";
      api.post(event)
          .then()
          .statusCode(202)
          .body("accepted", equalTo(1))
          .body("events", hasSize(1))
          .body("events[0].deliveries", equalTo(1));
      await().until(() -> receiver.got().size() == 1);
      Receiver.Got got = receiver.got().getFirst();
      assertEquals(event, got.text());
      assertEquals("/hook?secret=xyz%20", got.path());
      assertEquals("contact_added", got.header("X-Webhook-Type"));
      assertEquals(got.header("X-Webhook-ID"), got.header("webhook-id"));
    }
  }

  @Test
  void aReceiverThatIsCalledNowAndThenIsCalledOnOneConnection() {
    try (Receiver receiver = Receiver.willing()) {
      Api.Webhook webhook = api.webhook(receiver.url("/"), "");
      for (int sent = 1; sent <= 9; sent++) {
        api.post("{\"type\":\"contact_added\"}").then().statusCode(202);
        int all = sent;
        await().until(() -> recorded(webhook) == all);
      }
      assertEquals(1, receiver.connections());
    }
  }

  private int recorded(Api.Webhook webhook) {
    return api.request()
        .get("/v1/webhooks/" + webhook.id() + "/attempts")
        .jsonPath()
        .getList("items")
        .size();
  }

  @Test
  void anUnknownTypeIsRefused() {
    api.post("{\"type\":\"nothing_known\"}")
        .then()
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("/type")));
  }
}
