package io.kurier.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.PriorKnowledge;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the headers of producers' requests say, and what Kurier makes of it. */
@QuarkusTest
class RequestHeadersTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String JSON = "application/json";
  private static final String EVENT = "{\"type\":\"contact_added\"}";
  private static final String WEBHOOK =
      "{\"name\": \"test\", \"url\": \"http://127.0.0.1:9/\", \"events\": [\"*\"]}";

  /** Headers of a binary CloudEvent, but for its id. */
  private static final List<String> CLOUD =
      List.of("ce-specversion", "1.0", "ce-type", "contact_added", "ce-source", "/s");

  private final Api api = new Api();

  private HttpResponse<String> send(
      String method, String path, BodyPublisher body, List<String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Authorization", "Bearer kurier-test-admin-key")
            .header("Kurier-Account", api.account())
            .method(method, body);
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> post(String body, String... headers) {
    return send("POST", "/v1/events", BodyPublishers.ofString(body), List.of(headers));
  }

  private HttpResponse<String> cloud(String body, String... more) {
    List<String> headers = new ArrayList<>(CLOUD);
    headers.addAll(List.of(more));
    return send("POST", "/v1/events", BodyPublishers.ofString(body), headers);
  }

  private static String id(HttpResponse<String> answer) {
    assertEquals(202, answer.statusCode(), answer.body());
    return JsonPath.from(answer.body()).getString("events[0].id");
  }

  private static void assertRefused(int status, String pointer, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(
        List.of(pointer), JsonPath.from(answer.body()).getList("errors.pointer"), answer.body());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  // Which request an Idempotency-Key stands for
  // ----------------------------------------------------

  @Test
  void anotherCloudEventUnderTheSameKeyIsNotAnsweredAsTheFirst() {
    id(cloud("{}", "ce-id", "1", "Content-Type", JSON, "Idempotency-Key", "k"));
    assertRefused(
        422,
        "Idempotency-Key",
        cloud("{}", "ce-id", "2", "Content-Type", JSON, "Idempotency-Key", "k"));
    assertRefused(
        422,
        "Idempotency-Key",
        cloud("{}", "ce-id", "1", "ce-subject", "s", "Content-Type", JSON, "Idempotency-Key", "k"));
    assertRefused(
        422,
        "Idempotency-Key",
        cloud("{}", "ce-id", "1", "Content-Type", "application/a+json", "Idempotency-Key", "k"));
  }

  @Test
  void aPlainEventUnderTheKeyOfABinaryCloudEventIsAnotherRequest() {
    id(cloud(EVENT, "ce-id", "1", "Content-Type", JSON, "Idempotency-Key", "k"));
    assertRefused(
        422, "Idempotency-Key", post(EVENT, "Content-Type", JSON, "Idempotency-Key", "k"));
    assertRefused(
        422,
        "Idempotency-Key",
        post(EVENT, "Content-Type", "application/x-ndjson", "Idempotency-Key", "k"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-8",
        "application/json;charset=UTF8",
        "Application/JSON",
        "application/json; charset=\"utf-8\""
      })
  void theSameRequestInOtherWordsIsReplayed(String contentType) {
    String first = id(post(EVENT, "Content-Type", JSON, "Idempotency-Key", "k"));
    assertEquals(first, id(post(EVENT, "Content-Type", contentType, "Idempotency-Key", "k")));
    String cloud = id(cloud("{}", "ce-id", "1", "Content-Type", JSON, "Idempotency-Key", "c"));
    assertEquals(
        cloud,
        id(cloud("{}", "CE-ID", "%31", "Content-Type", contentType, "Idempotency-Key", "c")));
  }

  @Test
  void twoKeysAreNone() {
    assertRefused(
        422,
        "Idempotency-Key",
        post(EVENT, "Content-Type", JSON, "Idempotency-Key", "a", "Idempotency-Key", "b"));
    assertRefused(
        422,
        "Idempotency-Key",
        send(
            "POST",
            "/v1/webhooks",
            BodyPublishers.ofString(WEBHOOK),
            List.of("Content-Type", JSON, "Idempotency-Key", "a", "Idempotency-Key", "b")));
    assertRefused(422, "Idempotency-Key", post(EVENT, "Content-Type", JSON, "Idempotency-Key", ""));
  }

  // What Content-Type says, and where it says nothing
  // ----------------------------------------------

  @Test
  void anEventWithoutDataNeedsNoContentType() {
    id(cloud("", "ce-id", "1"));
    id(cloud("", "ce-id", "2", "Content-Type", "text/plain"));
    id(cloud("", "ce-id", "3", "Content-Type", "application/json; charset=latin1"));
    assertEquals(
        202,
        send(
                "POST",
                "/v1/events",
                BodyPublishers.noBody(),
                List.of(
                    "ce-id",
                    "4",
                    CLOUD.get(0),
                    "1.0",
                    CLOUD.get(2),
                    "contact_added",
                    CLOUD.get(4),
                    "/s"))
            .statusCode());
    assertEquals(415, cloud("{}", "ce-id", "5").statusCode());
  }

  @Test
  void anEmptyBodyIsNoJson() {
    assertEquals(400, post("").statusCode());
    assertEquals(400, post("", "Content-Type", JSON).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "[], application/json",
    "[], application/cloudevents-batch+json",
    "'', application/x-ndjson",
    "'\n\n', application/x-ndjson"
  })
  void whoeverHasNothingToSendMaySaySo(String body, String contentType) {
    HttpResponse<String> answer = post(body, "Content-Type", contentType, "Idempotency-Key", "k");
    assertEquals(202, answer.statusCode(), answer.body());
    assertEquals(0, JsonPath.from(answer.body()).getInt("accepted"));
    assertEquals(List.of(), JsonPath.from(answer.body()).getList("events"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-80", "latin1", "us-ascii", "\"\""})
  void anotherCharsetIsRefusedOnEveryPath(String charset) {
    for (String type : List.of(JSON, "application/x-ndjson", "application/cloudevents+json")) {
      HttpResponse<String> answer = post(EVENT, "Content-Type", type + "; charset=" + charset);
      assertEquals(415, answer.statusCode(), type);
    }
    assertOnManagementPaths(true, "charset=" + charset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"charset=utf8", "charset=\"UTF-8\"", "Charset=Utf-8"})
  void utf8IsTakenOnEveryPath(String parameter) {
    id(post(EVENT, "Content-Type", JSON + ";" + parameter));
    assertOnManagementPaths(false, parameter);
  }

  private void assertOnManagementPaths(boolean refused, String parameter) {
    String nothing = "/v1/webhooks/01930000-0000-7000-8000-000000000000";
    record Call(String method, String path, String type) {}
    List<Call> calls =
        List.of(
            new Call("POST", "/v1/webhooks", JSON),
            new Call("PUT", nothing, JSON),
            new Call("PATCH", nothing, "application/merge-patch+json"),
            new Call("POST", "/v1/event-types", JSON),
            new Call("POST", nothing + "/secret/rotate", JSON));
    for (Call call : calls) {
      HttpResponse<String> answer =
          send(
              call.method(),
              call.path(),
              BodyPublishers.ofString("{\"x\":1}"),
              List.of("Content-Type", call.type() + "; " + parameter));
      assertEquals(refused, answer.statusCode() == 415, call + answer.body());
    }
  }

  @Test
  void twoContentTypesAreNone() {
    assertEquals(415, post(EVENT, "Content-Type", JSON, "Content-Type", JSON).statusCode());
    assertEquals(
        415,
        send(
                "POST",
                "/v1/webhooks",
                BodyPublishers.ofString(WEBHOOK),
                List.of("Content-Type", JSON, "Content-Type", "text/plain"))
            .statusCode());
  }

  @Test
  void anAttributeThatOccursTwiceIsRefused() {
    assertRefused(422, "ce-id", cloud("{}", "ce-id", "1", "ce-id", "1", "Content-Type", JSON));
    assertRefused(
        422,
        "ce-specversion",
        cloud("{}", "ce-specversion", "1.0", "ce-id", "1", "Content-Type", JSON));
    assertRefused(422, "ce-id", cloud("{}", "ce-id", "", "Content-Type", JSON));
    assertRefused(
        422, "ce-subject", cloud("{}", "ce-id", "1", "ce-subject", "100%", "Content-Type", JSON));
  }

  // Content-Encoding
  // ---------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "br", "deflate", "identity, gzip", "utf-8"})
  void anEncodedBodyIsRefusedAndToldWhatIsTaken(String coding) throws IOException {
    for (byte[] body : List.of(gzip(EVENT), EVENT.getBytes(StandardCharsets.UTF_8))) {
      assertNotTaken(
          send(
              "POST",
              "/v1/events",
              BodyPublishers.ofByteArray(body),
              List.of("Content-Type", JSON, "Content-Encoding", coding)));
      assertNotTaken(
          send(
              "POST",
              "/v1/webhooks",
              BodyPublishers.ofByteArray(body),
              List.of("Content-Type", JSON, "Content-Encoding", coding)));
      // Without an announced length, too.
      byte[] chunked = body;
      assertNotTaken(
          send(
              "POST",
              "/v1/events",
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(chunked)),
              List.of("Content-Type", JSON, "Content-Encoding", coding)));
    }
  }

  private static void assertNotTaken(HttpResponse<String> answer) {
    assertEquals(415, answer.statusCode(), answer.body());
    assertEquals("identity", answer.headers().firstValue("Accept-Encoding").orElse(""));
    assertTrue(
        answer
            .headers()
            .firstValue("Content-Type")
            .orElse("")
            .startsWith("application/problem+json"));
  }

  @Test
  void identityIsNoCoding() {
    id(post(EVENT, "Content-Type", JSON, "Content-Encoding", "Identity"));
    id(cloud("", "ce-id", "1", "Content-Encoding", "gzip"));
  }

  // Bodies without an announced length -----------------------------------------------------------

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBodyInChunksIsTaken(boolean expectContinue) throws Exception {
    InputStream body = new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/v1/events"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Authorization", "Bearer kurier-test-admin-key")
            .header("Kurier-Account", api.account())
            .header("Content-Type", JSON)
            .expectContinue(expectContinue)
            .POST(BodyPublishers.ofInputStream(() -> body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertFalse(id(answer).isEmpty());
  }

  @Test
  void theSameOverHttp2() throws Exception {
    String key = "Bearer kurier-test-admin-key";
    try (PriorKnowledge http = new PriorKnowledge()) {
      for (int i = 0; i < 3; i++) {
        PriorKnowledge.Answer answer =
            http.send(
                "POST",
                RestAssured.port,
                "/v1/events",
                Map.of("Authorization", key, "Kurier-Account", api.account(), "Content-Type", JSON),
                EVENT);
        assertEquals(HttpVersion.HTTP_2, answer.version());
        assertEquals(202, answer.status(), answer.body());
      }
      // Of a request of HTTP/2 it is not known beforehand whether it has a body.
      for (String method : List.of("GET", "DELETE", "POST")) {
        String path =
            "/v1/webhooks/01930000-0000-7000-8000-000000000000"
                + (method.equals("POST") ? "/resume" : "");
        PriorKnowledge.Answer answer =
            http.send(method, RestAssured.port, path, Map.of("Authorization", key), null);
        assertEquals(404, answer.status(), method);
      }
    }
  }
}
