package io.kurier.history;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several resource classes share the beginnings of their paths: each request reaches its own. */
@QuarkusTest
class RoutesTest extends HistoryTest {

  @Test
  void pathsOfAWebhookReachTheirOwnResources() {
    UUID webhook = webhook();
    get("/v1/webhooks").statusCode(200).body("items[0].id", equalTo(webhook.toString()));
    get("/v1/webhooks/{id}", webhook).statusCode(200).body("id", equalTo(webhook.toString()));
    get("/v1/webhooks/{id}/secret", webhook).statusCode(200).body("$", hasKey("secret"));
    get("/v1/webhooks/{id}/attempts", webhook).statusCode(200).body("$", hasKey("next"));
    get("/v1/webhooks/{id}/deliveries", webhook).statusCode(200).body("$", hasKey("next"));
    api.request().delete("/v1/webhooks/{id}", webhook).then().statusCode(204);
    get("/v1/webhooks/{id}/attempts", webhook).statusCode(404);
  }

  @Test
  void pathsOfEventsReachTheirOwnResources() {
    String event =
        api.post("{\"type\": \"contact_added\", \"id\": \"p\"}")
            .then()
            .statusCode(202)
            .extract()
            .path("events[0].id");
    get("/v1/events/{id}", event).statusCode(200).body("id", equalTo(event));
    get("/v1/events?producerId=p").statusCode(200).body("items[0].id", equalTo(event));
    api.request().post("/v1/events/{id}/resend", event).then().statusCode(202);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /v1/events, 405",
    "PUT, /v1/events/{id}, 405",
    "GET, /v1/events/{id}/resend, 405",
    "POST, /v1/webhooks/{id}/attempts, 405",
    "POST, /v1/attempts/{id}, 405",
    "GET, /v1/attempts, 404",
    "GET, /v1/webhooks/{id}/nothing, 404",
    "GET, /v1/webhooks/{id}/attempts/{id}, 404",
    "GET, /v1/events/{id}/nothing, 404"
  })
  void whatIsNotThereIsNotReached(String method, String path, int status) {
    String id = UUID.randomUUID().toString();
    api.request().request(method, path.replace("{id}", id)).then().statusCode(status);
  }
}
