package io.kurier.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.FreePort;
import io.kurier.support.RawReceiver;
import io.kurier.webhook.Acknowledgement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that answer over HTTP/1.x otherwise than a client likes best. */
class SendingTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static final String CHUNKS = "2\r\nok\r\n0\r\n\r\n";

  private static Senders sender;

  @BeforeAll
  static void makeSender() {
    sender = new Senders();
  }

  @AfterAll
  static void closeSender() {
    sender.close();
  }

  private static void assertAcknowledged(int status, Outcome outcome) {
    assertEquals(
        "acknowledged " + status, outcome.wire() + " " + outcome.status(), outcome.toString());
  }

  private static String text(Outcome outcome) {
    return new String(outcome.response(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100 Continue",
        "102 Processing",
        "103 Early Hints\r\nLink: </a>; rel=preload",
        "104 Upload Resumption Supported",
        "199 Whatever"
      })
  void anInterimAnswerIsNotTheAnswer(String interim) {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              while (talk.next() != null) {
                talk.say("HTTP/1.1 " + interim + "\r\n\r\n");
                talk.say("HTTP/1.1 " + interim + "\r\n\r\n");
                talk.say(OK);
              }
            })) {
      assertAcknowledged(200, sender.send(receiver.url("/")));
      assertAcknowledged(200, sender.send(receiver.url("/")));
      assertEquals(1, receiver.connections());
    }
  }

  @Test
  void theAnswerAfterAnInterimOneIsNotGivenToTheNextRequest() {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              talk.next();
              talk.say("HTTP/1.1 102 Processing\r\n\r\n");
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              talk.next();
              talk.say("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
            })) {
      assertAcknowledged(200, sender.send(receiver.url("/")));
      assertEquals(500, sender.send(receiver.url("/")).status());
    }
  }

  @Test
  void aProtocolThatNobodyAskedForIsRefused() {
    try (RawReceiver receiver =
        RawReceiver.saying("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")) {
      Outcome outcome = sender.send(receiver.url("/"));
      assertEquals("refused 101", outcome.wire() + " " + outcome.status());
      assertEquals(
          "The receiver switched protocols, which Kurier did not ask for.", outcome.error());
    }
  }

  static Stream<Arguments> spoilt() {
    return Stream.of(
        Arguments.of("HTTP/1.1 204 No Content\r\n\r\n{\"status\":\"OK\"}", 204),
        Arguments.of(
            "HTTP/1.1 204 No Content\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}", 204),
        Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok++", 200),
        Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n", 200),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nmore", 200),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS,
            200),
        Arguments.of(OK + "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", 200));
  }

  @ParameterizedTest
  @MethodSource("spoilt")
  void anAnswerThatSpoilsItsConnectionCounts(String answer, int status) {
    try (RawReceiver receiver = RawReceiver.saying(answer)) {
      for (int i = 0; i < 20; i++) {
        assertAcknowledged(status, sender.send(receiver.url("/")));
      }
      assertEquals(20, receiver.requests().size(), "each came once");
      assertEquals(20, receiver.connections());
    }
  }

  @Test
  void whatComesAfterAnAnswerInItsOwnTimeSpoilsNoOtherRequest() {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              while (talk.next() != null) {
                talk.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                talk.say("{\"status\":\"OK\"}");
              }
            })) {
      for (int i = 0; i < 50; i++) {
        assertAcknowledged(200, sender.send(receiver.url("/")));
      }
    }
  }

  @Test
  void theRestOfAnAnswerThatComesAfterTheNextRequestIsNotItsAnswer() {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              talk.next();
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              if (talk.next() != null) {
                talk.say(
                    "{\"status\":\"OK\"}\r\nmoreHTTP/1.1 202 Yes\r\nContent-Length: 0\r\n\r\n");
                talk.next();
              }
            })) {
      assertAcknowledged(200, sender.send(receiver.url("/")));
      assertAcknowledged(202, sender.send(receiver.url("/")));
      assertEquals(2, receiver.requests().size(), "each came once");
      assertAcknowledged(200, sender.send(receiver.url("/")));
      assertEquals(2, receiver.connections());
    }
  }

  @Test
  void aConnectionThatHadEndedIsNotTheRequestsFault() {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              talk.next();
              talk.say(OK);
              // Closed when the next request is there, so that it is surely on this connection.
              if (talk.number() % 2 == 1) {
                talk.next();
                talk.reset();
              }
            })) {
      assertAcknowledged(200, sender.send(receiver.url("/")));
      assertAcknowledged(200, sender.send(receiver.url("/")));
      assertEquals(2, receiver.connections());
      assertEquals("close", receiver.requests().getLast().header("Connection"));
    }
  }

  @Test
  void aNewConnectionThatEndsFailsTheRequest() {
    try (RawReceiver receiver = new RawReceiver(RawReceiver.Talk::next)) {
      Outcome outcome = sender.send(receiver.url("/"));
      assertEquals("unreachable", outcome.wire());
      assertEquals("The connection was closed before the answer was complete.", outcome.error());
      assertEquals(1, receiver.requests().size());
    }
  }

  @Test
  void aRequestThatTheReceiverHadBegunToAnswerDoesNotGoTwice() {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              talk.next();
              talk.say(OK);
              if (talk.next() != null) {
                talk.say("HTTP/1.1 102 Processing\r\n\r\n");
              }
            })) {
      assertAcknowledged(200, sender.send(receiver.url("/")));
      assertEquals("unreachable", sender.send(receiver.url("/")).wire());
      assertEquals(2, receiver.requests().size());
    }
  }

  @Test
  void aTimeoutThatWasMeantForTheIdleConnectionIsNoAnswer() {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              talk.next();
              talk.say(OK);
              if (talk.number() == 1) {
                talk.next();
                talk.say("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
              }
            })) {
      assertAcknowledged(200, sender.send(receiver.url("/")));
      assertAcknowledged(200, sender.send(receiver.url("/")));
    }
  }

  static Stream<String> oddButFine() {
    String cookies =
        IntStream.range(0, 64)
            .mapToObj(i -> "Set-Cookie: c%d=%s\r\n".formatted(i, "x".repeat(1_024 - 4)))
            .reduce("", String::concat);
    return Stream.of(
        "HTTP/1.1 200 OK\r\n" + cookies + "Content-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 " + "x".repeat(60_000) + "\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nok\n0\n\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b;c\r\nok\r\n0;d\r\nX: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n02 \r\nok\r\n000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
        "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 \r\nContent-Length : 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nX-Folded: a\r\n  b\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nX-Höm: ä\r\n: empty\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: Keep-Alive, X\r\nTransfer-Encoding: Chunked\r\n\r\n"
            + CHUNKS,
        "\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }

  @ParameterizedTest
  @MethodSource("oddButFine")
  void whatCurlTakesIsTaken(String answer) {
    try (RawReceiver receiver = RawReceiver.saying(answer)) {
      for (int i = 0; i < 3; i++) {
        Outcome outcome = sender.send(receiver.url("/"));
        assertAcknowledged(200, outcome);
        assertEquals("ok", text(outcome));
      }
      assertEquals(1, receiver.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nok",
        "HTTP/1.0 200 OK\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: TE, Close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nok"
      })
  void anAnswerMayEndWithItsConnection(String answer) {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              talk.next();
              talk.say(answer);
            })) {
      for (int i = 0; i < 3; i++) {
        Outcome outcome = sender.send(receiver.url("/"));
        assertAcknowledged(200, outcome);
        assertEquals("ok", text(outcome));
      }
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("HTTP/1.1 32768 Odd\r\n\r\n", null, "status 32768;"),
        Arguments.of("HTTP/1.1 99 Odd\r\n\r\n", null, "status 99;"),
        Arguments.of("HTTP/1.1 0200 Odd\r\n\r\n", null, "status 0200;"),
        Arguments.of("HTTP/1.1 600 Odd\r\n\r\n", null, "status 600;"),
        Arguments.of("HTTP/1.1 99999999999999999999 Odd\r\n\r\n", null, "status 999999999999;"),
        Arguments.of("HTTP/1.1 -1 Odd\r\n\r\n", null, "status is not a number"),
        Arguments.of("HTTP/1.1 2xx Odd\r\n\r\n", null, "status is not a number"),
        Arguments.of("HTTP/1.1\r\n\r\n", null, "does not start with"),
        Arguments.of("HTTP/2 200 OK\r\n\r\n", null, "does not start with"),
        Arguments.of("220 smtp.example.com ESMTP\r\n", null, "does not start with"),
        Arguments.of("x".repeat(100_000), null, "does not start with"),
        Arguments.of("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", 200, "no colon"),
        Arguments.of("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", 200, "NUL"),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000) + "\r\n\r\n", 200, "larger than 64 KiB"),
        Arguments.of(
            "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(20_000) + "\r\n", 200, "larger than 64 KiB"),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok", 200, "different Content-Length"),
        Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok", 200, "not a number"),
        Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok", 200, "not a number"),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nok\r\n", 200, "malformed"),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nok\r\n", 200, "malformed"),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "f".repeat(20) + "\r\n",
            200,
            "malformed"),
        Arguments.of("HTTP/1.1 102 P\r\n\r\n".repeat(10_000), null, "interim answers"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aBrokenAnswerIsToldInWords(String answer, Integer status, String sentence) {
    try (RawReceiver receiver = RawReceiver.saying(answer)) {
      Outcome outcome = sender.send(receiver.url("/"));
      assertEquals("refused", outcome.wire());
      assertEquals(status, outcome.status());
      assertTrue(String.valueOf(outcome.error()).contains(sentence), outcome.error());
      assertEquals(1, receiver.requests().size());
      Outcome again = sender.send(receiver.url("/"));
      assertEquals("refused", again.wire());
      assertEquals(2, receiver.connections());
    }
  }

  @Test
  void anAnswerWhoseBodyIsBrokenAsksForLaterAllTheSame() {
    try (RawReceiver receiver =
        RawReceiver.saying(
            "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nTransfer-Encoding: chunked\r\n\r\nok\r\n")) {
      Outcome outcome = sender.send(receiver.url("/"));
      assertEquals("refused 503", outcome.wire() + " " + outcome.status());
      assertEquals("7", outcome.retryAfter());
    }
  }

  @Test
  void anAnswerOfBytesThatAreNoTextIsRefusedAtOnce() {
    try (RawReceiver receiver =
        RawReceiver.saying(
            "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\0\0\0{\u00ff\u00ff\u00ff\u00ff")) {
      Outcome outcome =
          sender.send(receiver.url("/"), Duration.ofSeconds(20), Acknowledgement.JSON_OK);
      assertEquals("refused 200", outcome.wire() + " " + outcome.status());
    }
  }

  @Test
  void theStatusAndTheBodyThatCameAreShownWhenTheTimeIsUp() {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              talk.next();
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbegun");
              talk.next();
            })) {
      Outcome outcome =
          sender.send(receiver.url("/"), Duration.ofSeconds(1), Acknowledgement.STATUS);
      assertInstanceOf(Outcome.TimedOut.class, outcome);
      assertEquals(200, outcome.status());
      assertEquals("begun", text(outcome));
      assertEquals("The answer was not complete in time.", outcome.error());
    }
  }

  @Test
  void theStatusAndTheBodyThatCameAreShownWhenTheConnectionEnds() {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              talk.next();
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbegun");
            })) {
      Outcome outcome = sender.send(receiver.url("/"));
      assertEquals("unreachable", outcome.wire());
      assertEquals(200, outcome.status());
      assertEquals("begun", text(outcome));
    }
  }

  @Test
  void aReceiverThatListensAtTheSecondAddressIsReached() {
    try (RawReceiver receiver =
        new RawReceiver(
            "::1",
            talk -> {
              while (talk.next() != null) {
                talk.say(OK);
              }
            })) {
      assertAcknowledged(200, sender.send("http://localhost:" + receiver.port() + "/"));
      assertEquals("localhost:" + receiver.port(), receiver.requests().getFirst().header("Host"));
      assertAcknowledged(200, sender.send("http://[::1]:" + receiver.port() + "/"));
      assertEquals("[::1]:" + receiver.port(), receiver.requests().getLast().header("Host"));
    }
  }

  @Test
  void nobodyListens() {
    Outcome outcome = sender.send("http://localhost:" + FreePort.find() + "/");
    assertEquals("The connection was refused.", outcome.error());
    assertNull(outcome.status());
  }

  @Test
  void oneReceiversInterimAnswersNeverMixUpManyRequests() {
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              for (var request = talk.next(); request != null; request = talk.next()) {
                talk.say("HTTP/1.1 102 Processing\r\n\r\n");
                boolean good = request.head().startsWith("POST /good");
                talk.say("HTTP/1.1 " + (good ? "200" : "500") + " X\r\nContent-Length: 0\r\n\r\n");
              }
            })) {
      for (int round = 0; round < 20; round++) {
        CompletableFuture<Outcome> good =
            sender.begin(receiver.url("/good"), Duration.ofSeconds(5), Acknowledgement.STATUS);
        CompletableFuture<Outcome> bad =
            sender.begin(receiver.url("/bad"), Duration.ofSeconds(5), Acknowledgement.STATUS);
        assertEquals(200, good.join().status());
        assertEquals(500, bad.join().status());
      }
    }
  }

  @Test
  void anAnswerThatIsZippedUnaskedIsRead() {
    try (RawReceiver receiver =
        RawReceiver.saying(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                + ContentCodingTest.zipped("{\"status\":\"OK\"}").length
                + "\r\n\r\n"
                + new String(ContentCodingTest.zipped("{\"status\":\"OK\"}"), ISO_8859_1))) {
      Outcome outcome =
          sender.send(receiver.url("/"), Duration.ofSeconds(5), Acknowledgement.JSON_OK);
      assertAcknowledged(200, outcome);
      assertEquals("{\"status\":\"OK\"}", text(outcome));
    }
  }

  @Test
  void aReceiverThatSendsMuchIsReadToTheBound() {
    try (RawReceiver receiver =
        RawReceiver.saying(
            "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000))) {
      Outcome outcome = sender.send(receiver.url("/"));
      assertAcknowledged(200, outcome);
      assertEquals(Exchange.MOST_KEPT, outcome.response().length);
    }
  }
}
