package io.kurier.webhook;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookOpenApiTest {

  private ValidatableResponse document;

  @BeforeEach
  void read() {
    document = given().get("/q/openapi?format=json").then().statusCode(200);
  }

  @Test
  void eachOperationHasANameAndASecurityScheme() {
    document
        .body(
            "paths.findAll { it.key.startsWith('/v1/webhooks') }"
                + ".collectMany { it.value.values() }.findAll { it.tags == ['Webhooks'] }.operationId",
            containsInAnyOrder(
                "createWebhook",
                "listWebhooks",
                "getWebhook",
                "replaceWebhook",
                "patchWebhook",
                "deleteWebhook",
                "getWebhookSecret",
                "rotateWebhookSecret",
                "resumeWebhook"))
        .body("paths.'/v1/webhooks'.values().security", everyItem(contains(hasKey("apiKey"))));
  }

  @Test
  void aWebhookIsCreatedFromItsConfiguration() {
    document
        .body(
            "paths.'/v1/webhooks'.post.requestBody.content.'application/json'.schema.'$ref'",
            endsWith("/WebhookRequest"))
        .body(
            "paths.'/v1/webhooks'.post.responses.'201'.content.'application/json'.schema.'$ref'",
            endsWith("/Webhook"))
        .body("components.schemas.WebhookRequest.required", contains("name", "url", "events"))
        .body(
            "components.schemas.WebhookRequest.properties.keySet()",
            containsInAnyOrder(
                "name", "url", "events", "status", "batching", "delivery", "headers"))
        .body("components.schemas.Batching.properties.maxEvents.maximum", equalTo(1_000))
        .body("components.schemas.Delivery.properties.timeout.format", equalTo("duration"));
  }

  @Test
  void aRetryIsANameOrAListOfDelays() {
    document
        .body("components.schemas.Delivery.properties.retry", not(hasKey("type")))
        .body(
            "components.schemas.Delivery.properties.retry.oneOf[0].'$ref'",
            endsWith("/RetrySchedule"))
        .body("components.schemas.Delivery.properties.retry.oneOf[1].type", equalTo("array"))
        .body("components.schemas.RetrySchedule.enum", contains("standard", "getresponse"));
  }

  @Test
  void aHeaderMayBeNull() {
    document
        .body(
            "components.schemas.Webhook.properties.headers.additionalProperties.'$ref'",
            endsWith("/HeaderValue"))
        .body(
            "components.schemas.Webhook.properties.headers.additionalProperties",
            not(hasKey("type")))
        .body("components.schemas.HeaderValue.type", containsInAnyOrder("string", "null"));
  }
}
