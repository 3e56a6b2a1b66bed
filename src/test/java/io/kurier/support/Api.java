package io.kurier.support;

import static io.restassured.RestAssured.given;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Calls the service as its users do. */
public final class Api {

  private static final String KEY = "kurier-test-admin-key";

  /** Bodies go as they are, in UTF-8, with the Content-Type that the test says. */
  private static final RestAssuredConfig AS_IT_IS =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .defaultContentCharset(StandardCharsets.UTF_8)
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                  .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT)
                  .encodeContentTypeAs("application/cloudevents+json", ContentType.TEXT)
                  .encodeContentTypeAs("application/cloudevents-batch+json", ContentType.TEXT)
                  .encodeContentTypeAs("application/merge-patch+json", ContentType.TEXT));

  private final String account;

  /** Acts for an account of its own, so that tests do not see each other's webhooks. */
  public Api() {
    this.account = "t" + UUID.randomUUID();
  }

  public String account() {
    return account;
  }

  public RequestSpecification request() {
    return requestFor(account);
  }

  /** A request for any account; {@code *} for each event's own. */
  public static RequestSpecification requestFor(String account) {
    return given()
        .config(AS_IT_IS)
        .header("Authorization", "Bearer " + KEY)
        .header("Kurier-Account", account);
  }

  /**
   * Creates a webhook; {@code more} are further members of the JSON object, beginning with a comma,
   * or empty.
   */
  public Webhook webhook(String url, String more) {
    return webhookFor("[\"*\"]", url, more);
  }

  /** Creates a webhook for {@code events}, a JSON array; {@code more} as above. */
  public Webhook webhookFor(String events, String url, String more) {
    Response created =
        request()
            .contentType(ContentType.JSON)
            .body(
                """
                {"name": "test", "url": "%s", "events": %s%s}"""
                    .formatted(url, events, more))
            .post("/v1/webhooks");
    created.then().statusCode(201);
    return new Webhook(UUID.fromString(created.path("id")), created.path("secret"));
  }

  /** A webhook as it was created. */
  public record Webhook(UUID id, String secret) {}

  /** Posts a body as events. */
  public Response post(String body) {
    return request().contentType(ContentType.JSON).body(body).post("/v1/events");
  }
}
