package io.kurier.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Management;
import io.kurier.support.PriorKnowledge;
import io.kurier.support.Raw;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever asks for another protocol is answered over HTTP/1.1 as if it had not asked. */
@QuarkusTest
class IgnoredUpgradeTest {

  private static final String KEY = "Authorization: Bearer kurier-test-admin-key\r\n";

  /** As RFC 7540, section 3.2, has it; the settings are those of curl. */
  private static final String TO_HTTP2 =
      """
      Connection: Upgrade, HTTP2-Settings\r
      Upgrade: h2c\r
      HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r
      """;

  private static final String TO_WEBSOCKET =
      """
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      """;

  private static final String LAST =
      "GET /v1/webhooks HTTP/1.1\r\nHost: a\r\n" + KEY + "Connection: close\r\n\r\n";

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  @SuppressWarnings("NullAway.Init") // injected
  @TestHTTPResource
  URI service;

  @ParameterizedTest
  @ValueSource(
      strings = {
        TO_HTTP2,
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: H2C\r\nHTTP2-Settings: AAMAAABk\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: %%\r\n",
        "Connection: upgrade\r\nUpgrade: h2c\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n",
        "Upgrade: h2c\r\n",
        "Upgrade: h2c, websocket\r\n",
        "Connection: upgrade\r\n",
        "Connection: upgrade\r\nUpgrade: \r\n",
        TO_WEBSOCKET,
        "Connection: Upgrade\r\nUpgrade: TLS/1.0\r\n"
      })
  void theRequestAndThoseAfterItAreAnswered(String wish) {
    String request = "GET /v1/webhooks HTTP/1.1\r\nHost: a\r\n" + KEY + wish + "\r\n";

    String answers = Raw.exchange(service.getPort(), request + request + LAST);

    assertEquals(List.of(200, 200, 200), statuses(answers), answers);
  }

  @Test
  void aBodyIsReadAsItIs() {
    String answers =
        Raw.exchange(
            service.getPort(),
            "POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + KEY
                + TO_HTTP2
                + "Content-Length: 24\r\n\r\n{\"type\":\"contact_added\"}"
                + LAST);

    assertEquals(List.of(202, 200), statuses(answers), answers);
  }

  /** It begins as HTTP/2 does, so which of the two it is shows only with the second piece. */
  @Test
  void piecesOfARequestAreOneRequest() throws IOException {
    String request =
        "PATCH /v1/nothing HTTP/1.1\r\nHost: a\r\n" + TO_HTTP2 + "Connection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.getPort())) {
      socket.setTcpNoDelay(true);
      for (byte piece : request.getBytes(ISO_8859_1)) {
        socket.getOutputStream().write(piece);
      }
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertEquals(List.of(401), statuses(answer), answer);
    }
  }

  @Test
  void theManagementPortDoesTheSame() {
    String answers =
        Raw.exchange(
            Management.port(),
            "GET /q/health/live HTTP/1.1\r\nHost: a\r\n"
                + TO_HTTP2
                + "\r\nGET /q/health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertEquals(List.of(200, 200), statuses(answers), answers);
  }

  @Test
  void whoeverKnowsBeforehandSpeaksHttp2() throws Exception {
    try (PriorKnowledge http = new PriorKnowledge()) {
      for (int i = 0; i < 3; i++) {
        PriorKnowledge.Answer answer =
            http.send(
                "GET",
                service.getPort(),
                "/v1/webhooks",
                Map.of("Authorization", "Bearer kurier-test-admin-key"),
                null);
        assertEquals(HttpVersion.HTTP_2, answer.version());
        assertEquals(200, answer.status());
        assertTrue(answer.body().contains("\"items\""), answer.body());
      }
    }
  }

  private static List<Integer> statuses(String answers) {
    return STATUS
        .matcher(answers)
        .results()
        .map((MatchResult result) -> Integer.valueOf(result.group(1)))
        .toList();
  }
}
