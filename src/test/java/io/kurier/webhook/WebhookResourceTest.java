package io.kurier.webhook;

import static io.kurier.webhook.Requests.MERGE_PATCH;
import static io.kurier.webhook.Requests.PATH;
import static io.kurier.webhook.Requests.named;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class WebhookResourceTest {

  private static final String FULL =
      """
      {"name": "Orders", "url": "http://127.0.0.1:9/hooks?secret=xyz&b", "events": ["contact_added", "order.*"],
       "status": "inactive",
       "batching": {"enabled": true, "maxEvents": 7, "maxBytes": 2048, "maxWait": "PT1.5S"},
       "delivery": {"acknowledgement": "json-ok", "retry": ["PT0.1S", "P7D"], "timeout": "PT30S", "maxInFlight": 3},
       "headers": {"X-Key": "one"}}
      """;

  private static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";

  private final Requests requests = Requests.ofNewAccount();

  @Test
  void aWebhookIsAnsweredAsItWasConfigured() {
    Response created = requests.post(FULL);
    String id = created.path("id");
    created
        .then()
        .statusCode(201)
        .header("Location", equalTo(PATH + "/" + id))
        .header("ETag", equalTo("\"1\""))
        .header("Cache-Control", equalTo("no-store"))
        .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="));

    requests
        .get(id)
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON)
        .header("ETag", equalTo("\"1\""))
        .body("name", equalTo("Orders"))
        .body("url", equalTo("http://127.0.0.1:9/hooks?secret=xyz&b"))
        .body("events", contains("contact_added", "order.*"))
        .body("status", equalTo("inactive"))
        .body("batching.enabled", equalTo(true))
        .body("batching.maxEvents", equalTo(7))
        .body("batching.maxBytes", equalTo(2_048))
        .body("batching.maxWait", equalTo("PT1.5S"))
        .body("delivery.acknowledgement", equalTo("json-ok"))
        .body("delivery.retry", contains("PT0.1S", "PT168H"))
        .body("delivery.timeout", equalTo("PT30S"))
        .body("delivery.maxInFlight", equalTo(3))
        .body("headers", hasKey("X-Key"))
        .body("headers.X-Key", nullValue())
        .body("version", equalTo(1))
        .body("createdAt", matchesPattern(INSTANT))
        .body("createdAt", equalTo(created.path("createdAt")))
        .body("updatedAt", equalTo(created.path("createdAt")))
        .body("health.state", equalTo("ok"))
        .body("health", hasKey("lastStatus"))
        .body("$", not(hasKey("secret")));
  }

  @Test
  void aPutReplacesEverything() {
    String id = requests.created(FULL);

    requests
        .put(id, named("Other"))
        .then()
        .statusCode(200)
        .header("ETag", equalTo("\"2\""))
        .body("name", equalTo("Other"))
        .body("status", equalTo("active"))
        .body("batching.enabled", equalTo(false))
        .body("batching.maxEvents", equalTo(100))
        .body("delivery.retry", equalTo("standard"))
        .body("headers", anEmptyMap())
        .body("version", equalTo(2));
    requests.get(id).then().body("name", equalTo("Other")).body("version", equalTo(2));
  }

  @Test
  void aPatchChangesWhatItNames() {
    String id = requests.created(FULL);

    requests
        .patch(id, "{\"batching\": {\"maxEvents\": 8}, \"headers\": {\"X-New\": \"two\"}}")
        .then()
        .statusCode(200)
        .header("ETag", equalTo("\"2\""))
        .body("batching.maxEvents", equalTo(8))
        .body("batching.maxWait", equalTo("PT1.5S"))
        .body("url", equalTo("http://127.0.0.1:9/hooks?secret=xyz&b"))
        .body("headers.keySet()", containsInAnyOrder("X-Key", "X-New"));
    requests
        .patch(id, "{\"batching\": null, \"headers\": {\"x-key\": null}}")
        .then()
        .body("batching.maxEvents", equalTo(100))
        .body("headers.keySet()", contains("X-New"));
  }

  @Test
  void aUrlThatWasShownMaskedKeepsItsStoredQuery() {
    String id = requests.created(named("a"));
    String shown = requests.request().get(PATH).path("items[0].url");
    assertEquals("http://127.0.0.1:9/hooks?secret=***", shown);

    requests.put(id, withUrl(shown)).then().statusCode(200).body("version", equalTo(1));
    requests.patch(id, "{\"url\": \"" + shown + "\"}").then().statusCode(200);

    requests.get(id).then().body("url", equalTo("http://127.0.0.1:9/hooks?secret=xyz"));
  }

  /** The stored query would go to wherever somebody who can't see it points the webhook. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:10/hooks?secret=***",
        "http://127.0.0.1:9/hooks?secret=***&a=1",
        "http://127.0.0.1:9/hooks?token=***",
        "http://127.0.0.1:9/hooks?***",
      })
  void aMaskedValueElsewhereIsNoValue(String url) {
    String id = requests.created(named("a"));

    for (Response refused :
        List.of(
            requests.put(id, withUrl(url)),
            requests.patch(id, "{\"url\": \"" + url + "\"}"),
            requests.post(withUrl(url)),
            requests.post(withUrl("http://127.0.0.1:9/hooks?secret=***")))) {
      refused.then().statusCode(422).body("errors.pointer", contains("/url"));
    }
    requests.get(id).then().body("url", equalTo("http://127.0.0.1:9/hooks?secret=xyz"));
  }

  @Test
  void whatChangesNothingKeepsTheVersion() {
    Response created = requests.post(FULL);
    String id = created.path("id");

    requests.patch(id, "{}").then().statusCode(200).body("version", equalTo(1));
    requests.put(id, FULL).then().statusCode(200).body("version", equalTo(1));
    requests.put(id, FULL.replace("\"one\"", "null")).then().body("version", equalTo(1));
    requests.get(id).then().body("updatedAt", equalTo(created.path("updatedAt")));
  }

  @Test
  void anotherHeaderValueIsANewVersion() {
    String id = requests.created(FULL);

    requests.put(id, FULL.replace("\"one\"", "\"two\"")).then().body("version", equalTo(2));
  }

  @Test
  void aDeletedWebhookIsGone() {
    String id = requests.created(FULL);

    requests.delete(id).then().statusCode(204);

    requests.get(id).then().statusCode(404);
    requests.put(id, FULL).then().statusCode(404);
    requests.delete(id).then().statusCode(404);
    requests.request().get(PATH).then().body("items", equalTo(List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "1"              | 200
          *                | 200
          "9", "1"         | 200
          "9"              | 412
          W/"1"            | 412
          1                | 400
          """)
  void aChangeIsMadeOnlyOnTheVersionThatWasRead(String ifMatch, int status) {
    String id = requests.created(FULL);

    requests
        .request()
        .header("If-Match", ifMatch)
        .contentType(MERGE_PATCH)
        .body("{\"name\": \"Other\"}")
        .patch(PATH + "/" + id)
        .then()
        .statusCode(status);

    requests.get(id).then().body("version", equalTo(status == 200 ? 2 : 1));
  }

  @Test
  void neitherAPutNorADeleteIsMadeOnAStaleVersion() {
    String id = requests.created(FULL);

    requests
        .request()
        .header("If-Match", "\"2\"")
        .contentType(ContentType.JSON)
        .body(named("Other"))
        .put(PATH + "/" + id)
        .then()
        .statusCode(412)
        .contentType(Problem.MEDIA_TYPE);
    requests.request().header("If-Match", "\"2\"").delete(PATH + "/" + id).then().statusCode(412);
    requests.get(id).then().statusCode(200).body("name", equalTo("Orders"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"01890000-0000-7000-8000-000000000001", "7", "not-an-id", "%00"})
  void whatIsNotThereIsNotFound(String id) {
    assertUnknown(requests, id);
  }

  @Test
  void anotherAccountsWebhookIsNotFound() {
    String id = requests.created(FULL);

    assertUnknown(Requests.ofNewAccount(), id);
    requests.get(id).then().statusCode(200).body("version", equalTo(1));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    requests
        .post(
            "{\"name\": \"\", \"events\": [\"nothing_known\"], \"delivery\": {\"x\": 1}, \"y\": 2}")
        .then()
        .statusCode(422)
        .contentType(Problem.MEDIA_TYPE)
        .body(
            "errors.pointer",
            containsInAnyOrder("/name", "/url", "/events/0", "/delivery/x", "/y"));
    requests.request().get(PATH).then().body("items", equalTo(List.of()));
  }

  @Test
  void aWrongPatchChangesNothing() {
    String id = requests.created(FULL);

    requests
        .patch(id, "{\"name\": null, \"batching\": {\"maxEvents\": 0}}")
        .then()
        .statusCode(422)
        .body("errors.pointer", containsInAnyOrder("/name", "/batching/maxEvents"));
    requests.get(id).then().body("version", equalTo(1)).body("batching.maxEvents", equalTo(7));
  }

  @Test
  void aHeaderWithoutAStoredValueNeedsOne() {
    requests
        .post(FULL.replace("\"one\"", "null"))
        .then()
        .statusCode(422)
        .body("errors.pointer", contains("/headers/X-Key"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST,  application/xml",
    "POST,  application/merge-patch+json",
    "PUT,   text/plain",
    "PATCH, application/json",
  })
  void aBodyOfAnotherMediaTypeIsRefused(String method, String type) {
    requests
        .request()
        .contentType(type)
        .body("{}".getBytes(StandardCharsets.UTF_8))
        .request(method, method.equals("POST") ? PATH : PATH + "/" + requests.created(FULL))
        .then()
        .statusCode(415)
        .contentType(Problem.MEDIA_TYPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"name\": \"a\", \"name\": \"b\"}", "\uFEFF{}", "{} {}"})
  void whatIsNoProperJsonIsMalformed(String body) {
    requests
        .request()
        .contentType("application/json; charset=utf-8")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post(PATH)
        .then()
        .statusCode(400)
        .contentType(Problem.MEDIA_TYPE);
  }

  @Test
  void moreThan64KibibytesAreTooMany() {
    requests.post("{\"name\": \"" + "a".repeat(65_536) + "\"}").then().statusCode(413);
  }

  @Test
  void aPrivateAddressIsRefusedWhenItIsSaved() {
    String id = requests.created(FULL);
    String body = named("Inside").replace("127.0.0.1", "10.0.0.1");

    requests.post(body).then().statusCode(422).body("errors.pointer", contains("/url"));
    requests.put(id, body).then().statusCode(422).body("errors.pointer", contains("/url"));
    requests
        .patch(id, "{\"url\": \"http://10.0.0.1/\"}")
        .then()
        .statusCode(422)
        .body("errors.pointer", contains("/url"));
    requests.get(id).then().body("version", equalTo(1));
  }

  private static String withUrl(String url) {
    return named("a").replace("http://127.0.0.1:9/hooks?secret=xyz", url);
  }

  private static void assertUnknown(Requests requests, String id) {
    Map.of(
            "get", requests.get(id),
            "put", requests.put(id, FULL),
            "patch", requests.patch(id, "{}"),
            "delete", requests.delete(id),
            "secret", requests.request().get(PATH + "/" + id + "/secret"),
            "rotate", requests.request().post(PATH + "/" + id + "/secret/rotate"),
            "resume", requests.request().post(PATH + "/" + id + "/resume"))
        .forEach((call, response) -> assertEquals(404, response.statusCode(), call));
  }
}
