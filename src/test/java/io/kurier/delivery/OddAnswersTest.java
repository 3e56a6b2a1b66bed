package io.kurier.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.RawReceiver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever a receiver says, in whatever part of its answer: the delivery ends, with one attempt
 * that can be seen and read.
 */
@QuarkusTest
class OddAnswersTest {

  private final Api api = new Api();

  private static String status(String status) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno";
  }

  private static String header(String header) {
    return "HTTP/1.1 500 No\r\n" + header + "\r\nContent-Length: 2\r\n\r\nno";
  }

  private static String body(String more, String body) {
    return "HTTP/1.1 500 No\r\n%sContent-Length: %d\r\n\r\n%s".formatted(more, body.length(), body);
  }

  /** As ISO 8859-1, so each character is a byte. */
  private static List<String> odd() {
    List<String> odd = new ArrayList<>();
    Stream.of(
            "-1 X",
            "0 X",
            "1 X",
            "99 X",
            "100 X",
            "101 X",
            "199 X",
            "299 X",
            "304 X",
            "399 X",
            "599 X",
            "600 X",
            "999 X",
            "1000 X",
            "32767 X",
            "32768 X",
            "65536 X",
            "2147483648 X",
            "9223372036854775808 X",
            "00000000000500 X",
            "5e2 X",
            "0x1F4 X",
            "+500 X",
            "five X",
            "500",
            "500 ",
            "500 \0",
            "500 \u00ff\u00fe",
            "500 " + "x".repeat(70_000))
        .map(OddAnswersTest::status)
        .forEach(odd::add);
    Stream.of(
            "X: \0",
            "\0: x",
            "no colon",
            ": no name",
            "X:",
            " folded: first",
            "X: a\r\n folded",
            "X: \u00ed\u00a0\u0080",
            "Retry-After: " + "9".repeat(400),
            "Retry-After: -1",
            "Retry-After: \u00ff",
            "Retry-After: Thu, 32 Foo 99999 25:61:61 GMT",
            "Content-Encoding: gzip",
            "Content-Encoding: br",
            "Content-Encoding: \0",
            "Connection: \u00ff",
            "Transfer-Encoding: gzip, x",
            "Content-Length: 2",
            "Content-Length: 3",
            "Keep-Alive: timeout=99999999999",
            "Set-Cookie: =;=;=",
            "X: " + "x".repeat(70_000),
            "X: " + "x".repeat(200_000))
        .map(OddAnswersTest::header)
        .forEach(odd::add);
    odd.add(body("", "a\0b"));
    odd.add(body("", "\u00ff\u00fe\u00ed\u00a0\u0080"));
    odd.add(body("", "\u00ef\u00bb\u00bf{\"status\":\"OK\"}"));
    odd.add(body("", "x".repeat(1_000_000)));
    odd.add(body("Content-Encoding: gzip\r\n", "\u001f\u008b\b\0\0\0\0\0\0\u00ff"));
    odd.add(body("Content-Encoding: deflate\r\n", "\0\0\0"));
    odd.add("");
    odd.add("\0".repeat(100));
    odd.add("\u0016\u0003\u0001\u0002\0\u0001\0");
    odd.add("<html>no</html>\n");
    odd.add("HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    odd.add("HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nno");
    odd.add("HTTP/1.1 500 No\r\nContent-Length: 9223372036854775807\r\n\r\nno");
    odd.add("HTTP/1.1 500 No\r\nContent-Length: 99999999999999999999\r\n\r\nno");
    return odd;
  }

  @Test
  void eachEndsItsDeliveryAsOneAttemptThatCanBeRead() {
    List<String> answers = odd();
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              RawReceiver.Request request = talk.next();
              if (request != null) {
                String path = request.head().split(" ", 3)[1];
                talk.say(answers.get(Integer.parseInt(path.substring(1))));
              }
            })) {
      List<UUID> webhooks = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        webhooks.add(api.webhook(receiver.url("/" + i), ", \"delivery\": {\"retry\": []}").id());
      }
      String event = api.post("{\"type\": \"contact_added\"}").path("events[0].id");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  states(event).stream()
                      .allMatch(state -> state.equals("failed") || state.equals("delivered")));
      for (int i = 0; i < answers.size(); i++) {
        List<Map<String, @Nullable Object>> attempts = attempts(webhooks.get(i));
        String of = answers.get(i).lines().findFirst().map(OddAnswersTest::cut).orElse("nothing");
        assertEquals(1, attempts.size(), of);
        Object status = attempts.getFirst().get("status");
        assertTrue(status == null || ((Integer) status >= 100 && (Integer) status <= 599), of);
        String error = String.valueOf(attempts.getFirst().get("error"));
        assertFalse(error.contains("Exception"), of + ": " + error);
        assertFalse(error.equals("null") && status == null, of + " is not explained");
      }
    }
  }

  private static String cut(String line) {
    return line.substring(0, Math.min(60, line.length()));
  }

  private List<String> states(String event) {
    return JsonPath.from(api.request().get("/v1/events/" + event).asString())
        .getList("deliveries.state");
  }

  private List<Map<String, @Nullable Object>> attempts(UUID webhook) {
    return JsonPath.from(api.request().get("/v1/webhooks/" + webhook + "/attempts").asString())
        .getList("items");
  }
}
