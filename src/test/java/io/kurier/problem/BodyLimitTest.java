package io.kurier.problem;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Management;
import io.kurier.support.PriorKnowledge;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BodyLimitTest {

  private static final String PATH = "/v1/test/who-am-i";
  private static final int LIMIT = 5_242_880;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10_241, 70_000, LIMIT})
  void aBodyUpToTheLimitIsRead(int length) {
    post(length).statusCode(200).body(is(Integer.toString(length)));
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT + 1, 2 * LIMIT})
  void aLongerOneIsAnsweredWithAProblem(int length) {
    post(length)
        .statusCode(413)
        .contentType("application/problem+json")
        .body("status", equalTo(413))
        .body("title", equalTo("Content too large"));
  }

  @Test
  void theLimitHoldsWhereNoLengthIsAnnounced() throws IOException {
    String atLimit = postInChunks(LIMIT);
    assertTrue(atLimit.startsWith("HTTP/1.1 200 "), atLimit);
    assertTrue(atLimit.endsWith(Integer.toString(LIMIT)), atLimit);

    String beyond = postInChunks(LIMIT + 1);
    assertTrue(beyond.startsWith("HTTP/1.1 413 "), beyond);
    assertTrue(
        beyond.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json"), beyond);
    assertTrue(beyond.contains("\"title\":\"Content too large\""), beyond);

    String farBeyond = postInChunks(4 * LIMIT);
    assertTrue(farBeyond.startsWith("HTTP/1.1 413 "), farBeyond);
  }

  @Test
  void allAtATimeHaveAPartOfTheHeap() throws Exception {
    long most = Runtime.getRuntime().maxMemory() / 8;
    List<Socket> slow = new ArrayList<>();
    try {
      for (long taken = 0; taken + LIMIT <= most; taken += LIMIT) {
        slow.add(announce());
      }
      await()
          .untilAsserted(
              () ->
                  post(LIMIT)
                      .statusCode(429)
                      .contentType("application/problem+json")
                      .header("Retry-After", "1")
                      .body("status", equalTo(429)));
      assertTheRestIsAnswered();
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    await().untilAsserted(() -> post(LIMIT).statusCode(200));
  }

  /** Each of them may bring 5 MiB, and brings 24 bytes. */
  @Test
  void manyThatDoNotAnnounceTheirLengthAreTakenIn() throws IOException {
    long most = Runtime.getRuntime().maxMemory() / 8;
    List<Socket> begun = new ArrayList<>();
    try {
      for (long i = 0; i <= most / LIMIT; i++) {
        begun.add(beginChunks());
      }
      for (int i = 0; i < 20; i++) {
        assertTrue(postInChunks(24).startsWith("HTTP/1.1 200 "));
      }
    } finally {
      for (Socket socket : begun) {
        socket.close();
      }
    }
  }

  @Test
  void whatArrivesWithoutAnAnnouncedLengthIsChargedAlike() throws IOException {
    long most = Runtime.getRuntime().maxMemory() / 8;
    List<Socket> slow = new ArrayList<>();
    try {
      for (long taken = 0; taken + LIMIT <= most; taken += LIMIT) {
        Socket socket = beginChunks();
        slow.add(socket);
        socket.getOutputStream().write(Integer.toHexString(LIMIT).getBytes(US_ASCII));
        socket.getOutputStream().write("\r\n".getBytes(US_ASCII));
        socket.getOutputStream().write(new byte[LIMIT]);
      }
      await().untilAsserted(() -> assertTrue(postInChunks(LIMIT).startsWith("HTTP/1.1 429 ")));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    await().untilAsserted(() -> assertTrue(postInChunks(LIMIT).startsWith("HTTP/1.1 200 ")));
  }

  /** Over HTTP/2 too, where a request need not say that nothing follows its head. */
  private static void assertTheRestIsAnswered() throws Exception {
    Management.given().get("/q/health/live").then().statusCode(200);
    RestAssured.get("/openapi.json").then().statusCode(200);
    try (PriorKnowledge http = new PriorKnowledge()) {
      PriorKnowledge.Answer answer =
          http.send("GET", RestAssured.port, "/openapi.json", Map.of(), null);
      assertEquals(HttpVersion.HTTP_2, answer.version());
      assertEquals(200, answer.status(), answer.body());
    }
  }

  /** Says that something will come, and not how much. */
  private static Socket beginChunks() throws IOException {
    return begin("Transfer-Encoding: chunked");
  }

  /** Says that much will come, and sends nothing. */
  private static Socket announce() throws IOException {
    return begin("Content-Length: " + LIMIT);
  }

  private static Socket begin(String length) throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    socket
        .getOutputStream()
        .write(
            """
            POST %s HTTP/1.1
            Host: localhost
            Authorization: Bearer kurier-test-admin-key
            Content-Type: application/octet-stream
            %s

            """
                .formatted(PATH, length)
                .replace("\n", "\r\n")
                .getBytes(US_ASCII));
    return socket;
  }

  private static ValidatableResponse post(int length) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
        .header("Authorization", "Bearer kurier-test-admin-key")
        .contentType("application/octet-stream")
        .body(new byte[length])
        .post(PATH)
        .then();
  }

  /** By hand: clients give up sending when they are answered early, or announce the length. */
  private static String postInChunks(int length) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          POST %s HTTP/1.1
          Host: localhost
          Authorization: Bearer kurier-test-admin-key
          Content-Type: application/octet-stream
          Transfer-Encoding: chunked
          Connection: close

          """
              .formatted(PATH)
              .replace("\n", "\r\n")
              .getBytes(US_ASCII));
      int left = length;
      while (left > 0) {
        int size = Math.min(left, 64 * 1024);
        out.write((Integer.toHexString(size) + "\r\n").getBytes(US_ASCII));
        out.write(new byte[size]);
        out.write("\r\n".getBytes(US_ASCII));
        left -= size;
      }
      out.write("0\r\n\r\n".getBytes(US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
