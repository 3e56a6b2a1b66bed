package io.kurier.webhook;

import static io.kurier.webhook.Requests.MERGE_PATCH;
import static io.kurier.webhook.Requests.PATH;
import static io.kurier.webhook.Requests.named;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions hold wherever something is changed, and none is passed over in silence. */
@QuarkusTest
class WebhookConditionsTest {

  private static final String TIME = "Sat, 29 Oct 1994 19:43:31 GMT";

  private final Requests requests = Requests.ofNewAccount();

  @Test
  void ifNoneMatchOverwroteWhatWasThere() {
    String id = requests.created(named("a"));

    put(id, "If-None-Match", "*").statusCode(412).contentType("application/problem+json");
    put(id, "If-None-Match", "\"1\"").statusCode(412);
    put(id, "If-None-Match", "W/\"1\"").statusCode(412);
    requests.get(id).then().body("name", equalTo("a"));

    put(id, "If-None-Match", "\"2\"").statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"1\"',        304",
    "'W/\"1\"',      304",
    "'\"7\", \"1\"', 304",
    "*,              304",
    "'\"2\"',        200",
    "1,              400",
  })
  void whatIsKnownAlreadyIsNotSentAgain(String tags, int status) {
    String id = requests.created(named("a"));

    requests.request().header("If-None-Match", tags).get(PATH + "/" + id).then().statusCode(status);
    ValidatableResponse head =
        requests.request().header("If-None-Match", tags).head(PATH + "/" + id).then();
    head.statusCode(status).body(emptyString());
    if (status == 304) {
      head.header("ETag", equalTo("\"1\""));
    }
  }

  @Test
  void aReadMayAskForOneVersionOnly() {
    String id = requests.created(named("a"));

    requests.request().header("If-Match", "\"1\"").get(PATH + "/" + id).then().statusCode(200);
    requests.request().header("If-Match", "\"2\"").get(PATH + "/" + id).then().statusCode(412);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,    ''",
    "PATCH,  ''",
    "DELETE, ''",
    "POST,   /secret/rotate",
    "POST,   /resume",
    "POST,   /test",
  })
  void everyChangeOfAWebhookIsConditional(String method, String path) {
    String id = requests.created(named("a"));

    change(method, id + path, "If-Match", "\"2\"").statusCode(412);
    change(method, id + path, "If-Match", "W/\"1\"").statusCode(412);
    change(method, id + path, "If-Match", "1").statusCode(400);
    change(method, id + path, "If-None-Match", "*").statusCode(412);
    change(method, id + path, "If-Unmodified-Since", TIME).statusCode(400);

    requests.get(id).then().statusCode(200).body("version", equalTo(1));
    requests.request().get(PATH + "/" + id + "/secret").then().body("previous", equalTo(null));
    int done = method.equals("DELETE") ? 204 : 200;
    change(method, id + path, "If-Match", "\"7\", \"1\"").statusCode(done);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/resume", "/secret/rotate", "/test"})
  void whateverIsThereMatchesTheAsterisk(String path) {
    String id = requests.created(named("a"));

    change("POST", id + path, "If-Match", "*").statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   /v1/webhooks",
    "POST,   /v1/events",
    "POST,   /v1/event-types",
    "PUT,    /v1/event-types/nothing",
    "DELETE, /v1/event-types/nothing",
    "PUT,    /v1/log-levels/io.kurier.nothing",
    "POST,   /v1/events/01890b5d-7c3a-7000-8000-2f1d5c7a9b10/resend",
  })
  void whatHasNoVersionMeetsNoConditionOnOne(String method, String path) {
    for (String tags : new String[] {"\"1\"", "W/\"1\"", "\"1\", \"2\""}) {
      on(method, path, "If-Match", tags).statusCode(412).contentType("application/problem+json");
    }
    on(method, path, "If-None-Match", "*").statusCode(412);
    on(method, path, "If-Match", "1").statusCode(400);
    on(method, path, "If-Unmodified-Since", TIME).statusCode(400);
  }

  @Test
  void whatIsNotThereIsNotFoundWhateverTheCondition() {
    requests
        .request()
        .header("If-Match", "*")
        .delete(PATH + "/01890b5d-7c3a-7000-8000-2f1d5c7a9b10")
        .then()
        .statusCode(404);
  }

  private ValidatableResponse put(String id, String header, String value) {
    return requests
        .request()
        .header(header, value)
        .contentType(ContentType.JSON)
        .body(named("b"))
        .put(PATH + "/" + id)
        .then();
  }

  private ValidatableResponse change(String method, String path, String header, String value) {
    return on(method, PATH + "/" + path, header, value);
  }

  private ValidatableResponse on(String method, String path, String header, String value) {
    RequestSpecification request = requests.request().header(header, value);
    return switch (method) {
      case "PUT" -> request.contentType(ContentType.JSON).body(named("b")).put(path).then();
      case "PATCH" -> request.contentType(MERGE_PATCH).body("{\"name\": \"b\"}").patch(path).then();
      case "DELETE" -> request.delete(path).then();
      default ->
          request
              .contentType(ContentType.JSON)
              .body(path.endsWith("/test") ? "{\"type\": \"contact_added\"}" : "{}")
              .post(path)
              .then();
    };
  }
}
