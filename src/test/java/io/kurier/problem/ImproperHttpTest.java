package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.LogLines;
import io.kurier.support.Raw;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is not proper HTTP is answered, with a key and without, and the log says nothing of it:
 * anybody can send it as often as they like.
 */
@QuarkusTest
class ImproperHttpTest {

  private static final String KEY = "Authorization: Bearer kurier-test-admin-key\r\n";

  @SuppressWarnings("NullAway.Init") // injected
  @TestHTTPResource
  URI service;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host: a b\r\n",
        "Host: a/b\r\n",
        "Host: http://a\r\n",
        "Host: a:b\r\n",
        "Host: a:99999\r\n",
        "Host: a@b\r\n",
        "Host: [::1\r\n",
        "Host: \u00e4\r\n",
        "Host: a|b\r\n",
        "Host: a\r\nHost: b\r\n",
        "Host: a\r\nHost: a\r\n",
      })
  void aHostThatIsNoneIsTheClientsFault(String host) {
    for (String key : List.of("", KEY)) {
      assertProblem(400, request("GET /v1/webhooks HTTP/1.1", host + key));
      assertProblem(400, request("GET /assets/x.js HTTP/1.1", host + key));
      assertProblem(400, request("GET http://x.example/v1/webhooks HTTP/1.1", host + key));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /v1/webhooks HTTP/1.0,                  ''",
    "GET /v1/webhooks HTTP/1.0,                  a.example",
    "GET http://x.example/v1/webhooks HTTP/1.1,  x.example",
    "GET /v1/webhooks HTTP/1.1,                  [::1]:8080",
    "GET /v1/webhooks HTTP/1.1,                  my_host:80",
  })
  void otherFormsAreFine(String line, String host) {
    String header = host.isEmpty() ? "" : "Host: " + host + "\r\n";

    assertStatus(200, request(line, header + KEY));
    assertProblem(401, request(line, header));
  }

  @Test
  void anEmptyHostIsFine() {
    assertStatus(200, request("GET /v1/webhooks HTTP/1.1", "Host:\r\n" + KEY));
  }

  @Test
  void twoHostsAreOneTooManyInHttp10Too() {
    assertProblem(400, request("GET /v1/webhooks HTTP/1.0", "Host: a\r\nHost: b\r\n" + KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "'GET ?q HTTP/1.1',           400",
    "'GET v1/webhooks HTTP/1.1',  404",
    "'GET * HTTP/1.1',            404",
    "'OPTIONS * HTTP/1.1',        404",
    "'CONNECT a:80 HTTP/1.1',     404",
    "'GET /%00 HTTP/1.1',         404",
    "'POST / HTTP/1.1',           404",
  })
  void aPathThatIsNoneIsAProblem(String line, int status) {
    assertProblem(status, request(line, "Host: a\r\n"));
  }

  /** These end in the platform's server, which has no document for them. */
  @ParameterizedTest
  @CsvSource({
    "'GET /v1/% HTTP/1.1',                400",
    "'GET /v1/webhooks?q=%zz HTTP/1.1',   400",
    "'GET /v1/webhooks/| HTTP/1.1',       400",
    "'GET /assets/% HTTP/1.1',            400",
    "'GET',                               400",
    "'GET /v1/webhooks',                  400",
    "'G(T /v1/webhooks HTTP/1.1',         400",
  })
  void whatIsNoRequestLineIsAnswered(String line, int status) {
    assertStatus(status, request(line, "Host: a\r\n" + KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no colon\r\n", "b ad: x\r\n", "x: \u0000\r\n"})
  void whatIsNoHeaderIsAnswered(String header) {
    assertStatus(400, request("GET /v1/webhooks HTTP/1.1", "Host: a\r\n" + header));
  }

  @Test
  void whatIsTooLongIsAnswered() {
    String tooLong = "x".repeat(70_000);

    assertStatus(431, request("GET /v1/webhooks HTTP/1.1", "Host: a\r\nX: " + tooLong + "\r\n"));
    assertStatus(414, request("GET /v1/webhooks?q=" + tooLong + " HTTP/1.1", "Host: a\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, chunked", "identity", "chunked, chunked"})
  void aCodingThatIsNotUnderstoodIsRefused(String coding) {
    assertProblem(
        501,
        request(
            "POST /v1/event-types HTTP/1.1",
            "Host: a\r\n" + KEY + "Transfer-Encoding: " + coding + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"xchunked", "gzip", "gzip\r\nTransfer-Encoding: x"})
  void whatFollowsABodyThatCanNotBeReadIsNoRequest(String coding) {
    String answer =
        quietly(
            "POST /v1/event-types HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                + coding
                + "\r\n"
                + KEY
                + "\r\nDELETE /v1/event-types/x HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET /v1/webhooks HTTP/1.1\r\nHost: a\r\n\r\n");
    assertEquals(501, status(answer), answer);
    assertEquals(answer.indexOf("HTTP/1.1 "), answer.lastIndexOf("HTTP/1.1 "), answer);
  }

  /** Chunks, and something else: whether they end where they seem to is not known. */
  @Test
  void whatFollowsChunksOfAnotherCodingIsNoRequest() {
    String answer =
        quietly(
            "POST /v1/event-types HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                + "Transfer-Encoding: x\r\n"
                + KEY
                + "\r\n2\r\n{}\r\n0\r\n\r\n"
                + "DELETE /v1/event-types/x HTTP/1.1\r\nHost: a\r\n\r\n");
    assertEquals(501, status(answer), answer);
    assertEquals(answer.indexOf("HTTP/1.1 "), answer.lastIndexOf("HTTP/1.1 "), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/../q/metrics",
        "/v1/%2e%2e/q/metrics",
        "/assets/../q/openapi",
        "/v1/./webhooks"
      })
  void aPathWithDotsLeadsNowhere(String path) {
    assertProblem(400, request("GET " + path + " HTTP/1.1", "Host: a\r\n" + KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "+2", "2,3", "99999999999999999999", "2\r\nContent-Length: 3"})
  void aLengthThatIsNoneIsAnswered(String length) {
    assertStatus(
        400,
        request(
            "POST /v1/event-types HTTP/1.1",
            "Host: a\r\n" + KEY + "Content-Length: " + length + "\r\n"));
  }

  /** The connection is at an end: what follows the chunk could be anything. */
  @Test
  void aChunkThatIsNoneEndsTheConnection() {
    quietly(
        "POST /v1/event-types HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: application/json\r\n"
            + KEY
            + "\r\nzz\r\n{}\r\n0\r\n\r\n");
  }

  private static String request(String line, String headers) {
    return line + "\r\n" + headers + "Connection: close\r\n\r\n";
  }

  private void assertProblem(int status, String request) {
    String answer = quietly(request);
    assertEquals(status, status(answer), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
    assertTrue(answer.contains("\"status\":" + status), answer);
  }

  private void assertStatus(int status, String request) {
    String answer = quietly(request);
    assertEquals(status, status(answer), answer);
  }

  private String quietly(String request) {
    try (LogLines log = new LogLines("")) {
      String answer = Raw.exchange(service.getPort(), request);
      assertEquals(List.of(), log.all().stream().filter(ImproperHttpTest::isOfRequest).toList());
      return answer;
    }
  }

  /** Other lines are of the service's own work. */
  private static boolean isOfRequest(String line) {
    return line.contains("request") || line.contains("Request") || line.contains("HTTP");
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }
}
