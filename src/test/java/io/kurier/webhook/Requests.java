package io.kurier.webhook;

import static io.restassured.RestAssured.given;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** Requests to {@code /v1/webhooks} on behalf of an account. */
record Requests(String account) {

  static final String PATH = "/v1/webhooks";
  static final String MERGE_PATCH = "application/merge-patch+json";

  private static final RestAssuredConfig CONFIG =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                  .encodeContentTypeAs(MERGE_PATCH, ContentType.TEXT));

  /** Of an account that nobody else uses. */
  static Requests ofNewAccount() {
    return new Requests("test-" + UUID.randomUUID());
  }

  /** A body of which only the name differs. */
  static String named(String name) {
    return """
        {"name": "%s", "url": "http://127.0.0.1:9/hooks?secret=xyz", "events": ["contact_added"]}
        """
        .formatted(name);
  }

  RequestSpecification request() {
    return given()
        .config(CONFIG)
        .header("Authorization", "Bearer kurier-test-admin-key")
        .header("Kurier-Account", account);
  }

  Response post(String body) {
    return request().contentType(ContentType.JSON).body(body).post(PATH);
  }

  /** The id of a new webhook. */
  String created(String body) {
    return post(body).then().statusCode(201).extract().path("id");
  }

  Response get(String id) {
    return request().get(PATH + "/" + id);
  }

  Response put(String id, String body) {
    return request().contentType(ContentType.JSON).body(body).put(PATH + "/" + id);
  }

  Response patch(String id, String body) {
    return request().contentType(MERGE_PATCH).body(body).patch(PATH + "/" + id);
  }

  Response delete(String id) {
    return request().delete(PATH + "/" + id);
  }
}
