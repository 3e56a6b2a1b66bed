package io.kurier.observe;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.Management;
import io.kurier.support.Raw;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever anybody sends, with a key or without: the series are the same afterwards. */
@QuarkusTest
class RequestLabelsTest {

  private static final String KEY = "Authorization: Bearer kurier-test-admin-key\r\n";
  private static final int SENT = 10_000;
  private static final int AT_ONCE = 500;

  /** One of each kind; {@code #} differs each time. */
  private static final List<String> KINDS =
      List.of(
          "GET /v1/webhooks/# HTTP/1.1\r\nHost: h#.example\r\n{key}\r\n",
          "GET /v1/nothing/# HTTP/1.1\r\nHost: h\r\n{key}\r\n",
          "GET /# HTTP/1.1\r\nHost: h\r\n{key}\r\n",
          "GET /webhooks/# HTTP/1.1\r\nHost: h\r\n{key}\r\n",
          "GET /assets/#.js HTTP/1.1\r\nHost: h\r\n{key}\r\n",
          "GET /q/# HTTP/1.1\r\nHost: h\r\n{key}\r\n",
          "EVIL# /v1/webhooks HTTP/1.1\r\nHost: h\r\n{key}\r\n",
          "EVIL# /# HTTP/1.1\r\nHost: h\r\n{key}\r\n",
          "OPTIONS /v1/events/# HTTP/1.1\r\nHost: h\r\n{key}\r\n",
          "OPTIONS /# HTTP/1.1\r\nHost: h\r\nOrigin: https://o#.example\r\n{key}\r\n",
          "DELETE /v1/events/# HTTP/1.1\r\nHost: h\r\n{key}\r\n",
          "GET /v1/events/# HTTP/1.1\r\nHost: h\r\nAccept: text/#\r\n{key}\r\n",
          "GET /v1/webhooks/# HTTP/1.1\r\nHost: h\r\nKurier-Account: #!\r\n{key}\r\n",
          "PATCH /v1/webhooks/# HTTP/1.1\r\nHost: h\r\nContent-Type: x/y#\r\nContent-Length: 2\r\n"
              + "{key}\r\n{}",
          "POST /v1/events?# HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
              + "Content-Length: 14\r\n{key}\r\n{\"type\":\"t#\"}",
          "GET /v1/event-types/t# HTTP/1.1\r\nHost: h\r\n{key}\r\n");

  /** After each of these the connection is closed. */
  private static final List<String> LAST =
      List.of(
          "GET /v1/attempts/# HTTP/1.1\r\nConnection: close\r\n{key}\r\n",
          "GET /# HTTP/1.1\r\n{key}Connection: close\r\n\r\n",
          "EVIL# /# HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n{key}\r\n",
          "GET /v1/#% HTTP/1.1\r\nHost: h\r\nConnection: close\r\n{key}\r\n",
          "EVIL# /# HTTP/1.1\r\nHost: h\r\nno colon\r\n{key}\r\n",
          "GET /# HTTP/1.1\r\nHost: h\r\nX: {long}\r\n{key}\r\n",
          "EVIL# /# HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n{key}\r\nzz\r\n",
          "POST /v1/events/# HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n{key}\r\nzz\r\n");

  /** After this one the connection stays open for a while, for the body that it announces. */
  private static final String TOO_LARGE =
      "POST /# HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999\r\n{key}\r\n";

  @SuppressWarnings("NullAway.Init") // injected
  @TestHTTPResource
  URI service;

  @Test
  void pathsAndMethodsThatSomebodyMadeUpAreNoSeries() {
    // Each kind with a key and without.
    int next = sendAll(0, 3 * KINDS.size());
    sendLast(next);
    Set<String> before = series();

    next = sendAll(1_000_000, SENT);
    for (int i = 0; i < 10; i++) {
      sendLast(next + i * 100);
    }

    Set<String> after = series();
    after.removeAll(before);
    assertEquals(Set.of(), after);
    assertTrue(
        before.stream().noneMatch(line -> line.contains("EVIL") || line.contains("example")),
        before::toString);
  }

  @Test
  void whatEndsBeforeItIsMatchedCountsForItsPath() {
    double before = count("GET", "/v1/webhooks/{id}", 401);
    given().get("/v1/webhooks/01890b5d-7c3a-7000-8000-2f1d5c7a9b10").then().statusCode(401);
    assertEquals(before + 1, count("GET", "/v1/webhooks/{id}", 401));

    before = count("POST", "/v1/events", 415);
    new Api()
        .request()
        .contentType("text/plain")
        .body("{}")
        .post("/v1/events")
        .then()
        .statusCode(415);
    assertEquals(before + 1, count("POST", "/v1/events", 415));

    before = count("POST", "/v1/events", 413);
    new Api().post("x".repeat(5 * 1024 * 1024 + 1)).then().statusCode(413);
    assertEquals(before + 1, count("POST", "/v1/events", 413));

    before = count("OTHER", "/*", 405);
    new Api().request().request("EVIL", "/v1/events").then().statusCode(405);
    assertEquals(before + 1, count("OTHER", "/*", 405));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/?a", "//", "/v1/events", "/nothing"})
  void aMethodThatNobodyKnowsCountsOnce(String path) {
    double before = countOthers();
    Raw.exchange(
        service.getPort(),
        "EVIL " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + KEY + "\r\n");
    assertEquals(before + 1, countOthers());
  }

  private static double countOthers() {
    return lines().stream()
        .filter(line -> line.startsWith("http_server_requests_seconds_count{"))
        .filter(line -> line.contains("method=\"OTHER\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void whatIsServedCountsAsBefore() {
    double before = count("GET", "/v1/event-types", 200);
    new Api().request().get("/v1/event-types").then().statusCode(200);
    assertEquals(before + 1, count("GET", "/v1/event-types", 200));
  }

  private int sendAll(int first, int count) {
    int sent = 0;
    while (sent < count) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < AT_ONCE && sent < count; i++, sent++) {
        requests.append(filled(KINDS.get(sent % KINDS.size()), first + sent));
      }
      requests.append("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      Raw.exchange(service.getPort(), requests.toString());
    }
    return first + sent;
  }

  private void sendLast(int first) {
    Raw.firstLine(service.getPort(), filled(TOO_LARGE, first));
    for (int i = 0; i < 3 * LAST.size(); i++) {
      Raw.exchange(service.getPort(), filled(LAST.get(i / 3), first + i));
    }
  }

  /** Of six digits, so that lengths are right; two of three with a key. */
  private static String filled(String kind, int number) {
    String digits = Integer.toString(number % 1_000_000 + 1_000_000).substring(1);
    return kind.replace("{key}", number % 3 == 0 ? "" : KEY)
        .replace("{long}", "x".repeat(70_000))
        .replace("\"t#\"", "\"t" + digits.substring(4) + "\"")
        .replace("#", digits);
  }

  private static Set<String> series() {
    return lines().stream()
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .filter(line -> line.startsWith("http_server"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static double count(String method, String uri, int status) {
    return lines().stream()
        .filter(line -> line.startsWith("http_server_requests_seconds_count{"))
        .filter(line -> line.contains("method=\"" + method + "\""))
        .filter(line -> line.contains("uri=\"" + uri + "\""))
        .filter(line -> line.contains("status=\"" + status + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static List<String> lines() {
    return Management.given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }
}
