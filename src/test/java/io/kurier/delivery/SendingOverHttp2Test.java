package io.kurier.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.FrameReceiver;
import io.kurier.support.KeyStoreFile;
import io.kurier.webhook.Acknowledgement;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that end streams and connections of HTTP/2 (RFC 9113), each for its own reason. */
class SendingOverHttp2Test {

  private static final long NO_ERROR = 0;
  private static final long INTERNAL_ERROR = 2;
  private static final long REFUSED_STREAM = 7;
  private static final long HTTP_1_1_REQUIRED = 13;

  private static final String[] TRUST = {
    "javax.net.ssl.trustStore", "javax.net.ssl.trustStorePassword"
  };

  private static KeyStoreFile key;
  private static Senders sender;

  @BeforeAll
  static void trust() {
    key = KeyStoreFile.make();
    System.setProperty(TRUST[0], key.path().toString());
    System.setProperty(TRUST[1], key.password());
    sender = new Senders();
  }

  @AfterAll
  static void trustNobody() {
    sender.close();
    Stream.of(TRUST).forEach(System::clearProperty);
  }

  private static FrameReceiver receiver(FrameReceiver.Script script) throws Exception {
    return new FrameReceiver(key, "127.0.0.1", script);
  }

  private static void assertAcknowledged(Outcome outcome) {
    assertEquals("acknowledged 200", outcome.wire() + " " + outcome.status(), outcome.toString());
  }

  @Test
  void aStreamThatWasRefusedGoesAgainAtOnce() throws Exception {
    try (FrameReceiver receiver =
        receiver(
            stream -> {
              if (stream.number() % 2 == 1) {
                stream.reset(REFUSED_STREAM);
              } else {
                stream.head("200", true);
              }
            })) {
      for (int i = 0; i < 10; i++) {
        assertAcknowledged(sender.send(receiver.url()));
      }
      assertEquals(20, receiver.requests());
      assertEquals(1, receiver.connections());
    }
  }

  @Test
  void aReceiverThatRefusesEachStreamIsUnreachable() throws Exception {
    try (FrameReceiver receiver = receiver(stream -> stream.reset(REFUSED_STREAM))) {
      Outcome outcome = sender.send(receiver.url());
      assertEquals("unreachable", outcome.wire());
      assertTrue(String.valueOf(outcome.error()).contains("(REFUSED_STREAM)"), outcome.error());
      assertEquals(4, receiver.requests());
    }
  }

  @Test
  void aReceiverThatWantsHttp1GetsItFromThenOn() throws Exception {
    try (FrameReceiver receiver = receiver(stream -> stream.reset(HTTP_1_1_REQUIRED))) {
      for (int i = 0; i < 5; i++) {
        assertAcknowledged(sender.send(receiver.url()));
      }
      assertEquals(1, receiver.requests());
      assertEquals(5, receiver.http1Requests());
      assertEquals(2, receiver.connections());
    }
  }

  @Test
  void aConnectionThatWantsHttp1AsAWholeGetsItToo() throws Exception {
    try (FrameReceiver receiver = receiver(stream -> stream.goAway(0, HTTP_1_1_REQUIRED).close())) {
      assertAcknowledged(sender.send(receiver.url()));
      assertEquals(1, receiver.http1Requests());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {NO_ERROR, INTERNAL_ERROR, 11})
  void whatCameAfterTheLastStreamGoesAgain(long code) throws Exception {
    try (FrameReceiver receiver =
        receiver(
            stream -> {
              if (stream.connection() == 1 && stream.number() == 2) {
                stream.goAway(1, code).close();
              } else {
                stream.head("200", true);
              }
            })) {
      assertAcknowledged(sender.send(receiver.url()));
      assertAcknowledged(sender.send(receiver.url()));
      assertEquals(2, receiver.connections());
      assertEquals(3, receiver.requests());
    }
  }

  @Test
  void aConnectionThatSaysGoodbyeInTwoStepsLosesNothing() throws Exception {
    try (FrameReceiver receiver =
        receiver(
            stream -> {
              if (stream.connection() == 1 && stream.number() == 2) {
                stream.goAway(Integer.MAX_VALUE, NO_ERROR).goAway(1, NO_ERROR).close();
              } else {
                stream.head("200", true);
              }
            })) {
      assertAcknowledged(sender.send(receiver.url()));
      assertAcknowledged(sender.send(receiver.url()));
    }
  }

  @Test
  void anOrderlyGoodbyeIsNoFailure() throws Exception {
    try (FrameReceiver receiver =
        receiver(
            stream -> {
              stream.head("200", true);
              if (stream.number() == 10) {
                stream.goAway(19, NO_ERROR).close();
              }
            })) {
      for (int i = 0; i < 50; i++) {
        assertAcknowledged(sender.send(receiver.url()));
      }
      assertEquals(50, receiver.requests());
      assertEquals(5, receiver.connections());
    }
  }

  @Test
  void whatTheReceiverMayHaveProcessedDoesNotGoTwice() throws Exception {
    try (FrameReceiver receiver =
        receiver(
            stream -> {
              if (stream.number() == 2) {
                stream.goAway(3, INTERNAL_ERROR).close();
              } else {
                stream.head("200", true);
              }
            })) {
      assertAcknowledged(sender.send(receiver.url()));
      assertEquals("unreachable", sender.send(receiver.url()).wire());
      assertEquals(2, receiver.requests());
    }
  }

  @Test
  void aConnectionThatHadEndedIsNotTheRequestsFault() throws Exception {
    try (FrameReceiver receiver =
        receiver(
            stream -> {
              if (stream.connection() == 1 && stream.number() == 2) {
                stream.close();
              } else {
                stream.head("200", true);
              }
            })) {
      assertAcknowledged(sender.send(receiver.url()));
      assertAcknowledged(sender.send(receiver.url()));
      assertEquals(2, receiver.connections());
    }
  }

  @Test
  void aConnectionWhoseTlsHasEndedIsNotUsedAgain() throws Exception {
    try (FrameReceiver receiver = receiver(stream -> stream.head("200", true).endTls())) {
      // One may be on its way when TLS ends: it goes again, on the next connection.
      for (int i = 0; i < 5; i++) {
        assertAcknowledged(sender.send(receiver.url()));
      }
      assertEquals(5, receiver.connections());
    }
  }

  @Test
  void aReceiverWhoseConnectionsAllEndIsUnreachable() throws Exception {
    try (FrameReceiver receiver =
        receiver(
            stream -> {
              if (stream.number() == 1 && stream.connection() == 1) {
                stream.head("200", true);
              } else {
                stream.close();
              }
            })) {
      assertAcknowledged(sender.send(receiver.url()));
      // The next connection is a new one: what ends there is the receiver's doing.
      Outcome outcome = sender.send(receiver.url());
      assertEquals("unreachable", outcome.wire());
      assertEquals(3, receiver.requests());
    }
  }

  @Test
  void aNewConnectionThatEndsFailsTheRequest() throws Exception {
    try (FrameReceiver receiver = receiver(FrameReceiver.Stream::close)) {
      Outcome outcome = sender.send(receiver.url());
      assertEquals("The connection was closed before the answer was complete.", outcome.error());
      assertEquals(1, receiver.requests());
    }
  }

  @Test
  void anAnswerThatEndsByResetWithoutErrorIsAnAnswer() throws Exception {
    try (FrameReceiver receiver = receiver(stream -> stream.head("200", false).reset(NO_ERROR))) {
      assertAcknowledged(sender.send(receiver.url()));
      assertAcknowledged(sender.send(receiver.url()));
      assertEquals(2, receiver.requests());
    }
  }

  @Test
  void anAnswerThatIsBrokenOffShowsWhatCame() throws Exception {
    try (FrameReceiver receiver =
        receiver(stream -> stream.head("200", false).data(5, false).reset(INTERNAL_ERROR))) {
      Outcome outcome = sender.send(receiver.url());
      assertEquals("unreachable 200", outcome.wire() + " " + outcome.status());
      assertTrue(String.valueOf(outcome.error()).contains("(INTERNAL_ERROR)"), outcome.error());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "102", "103", "199"})
  void anInterimAnswerIsNotTheAnswer(String interim) throws Exception {
    try (FrameReceiver receiver =
        receiver(stream -> stream.head(interim, false).head(interim, false).head("200", true))) {
      assertAcknowledged(sender.send(receiver.url()));
      assertAcknowledged(sender.send(receiver.url()));
    }
  }

  @Test
  void interimAnswersWithoutEndAreTooMany() throws Exception {
    try (FrameReceiver receiver =
        receiver(
            stream -> {
              for (int i = 0; i < 2_000; i++) {
                stream.head("102", false);
              }
            })) {
      Outcome outcome = sender.send(receiver.url());
      assertEquals("refused", outcome.wire());
      assertEquals("The receiver sent too many interim answers.", outcome.error());
      await().until(() -> receiver.cancelled() == 1);
      assertEquals(1, receiver.requests());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "32768, The receiver answered with the status 32768;",
    "99, The receiver answered with the status 99;",
    "abc, The answer's status is not a number."
  })
  void aStatusThatIsNoneIsToldInWords(String status, String sentence) throws Exception {
    try (FrameReceiver receiver = receiver(stream -> stream.head(status, true))) {
      Outcome outcome = sender.send(receiver.url());
      assertTrue(String.valueOf(outcome.error()).startsWith(sentence), outcome.error());
      assertEquals("refused", outcome.wire());
    }
  }

  @Test
  void aLongAnswerIsReadToItsEndAndNotCancelled() throws Exception {
    try (FrameReceiver receiver =
        receiver(stream -> stream.head("200", false).data(100_000, true))) {
      for (int i = 0; i < 20; i++) {
        Outcome outcome = sender.send(receiver.url());
        assertAcknowledged(outcome);
        assertEquals(Exchange.MOST_KEPT, outcome.response().length);
      }
      assertEquals(1, receiver.connections());
      assertEquals(0, receiver.cancelled());
    }
  }

  @Test
  void anAnswerThatIsTooLongIsCancelled() throws Exception {
    try (FrameReceiver receiver =
        receiver(stream -> stream.head("200", false).data(3_000_000, true))) {
      assertAcknowledged(sender.send(receiver.url()));
      await().until(() -> receiver.cancelled() == 1);
    }
  }

  @Test
  void anAnswerThatStopsAfterMuchIsCancelledLongBeforeTheTimeIsUp() throws Exception {
    try (FrameReceiver receiver =
        receiver(stream -> stream.head("200", false).data(20_000, false))) {
      assertAcknowledged(
          sender.send(receiver.url(), Duration.ofSeconds(30), Acknowledgement.STATUS));
      await().until(() -> receiver.cancelled() == 1);
    }
  }

  @Test
  void headersOf64KiBAreTakenAndTwiceAsManyToldInWords() throws Exception {
    try (FrameReceiver receiver =
        receiver(stream -> stream.head(cookies(stream.number() == 1 ? 64 : 128), true))) {
      assertAcknowledged(sender.send(receiver.url()));
      Outcome outcome = sender.send(receiver.url());
      assertEquals("refused", outcome.wire());
      assertEquals("The headers of the answer are larger than 64 KiB.", outcome.error());
    }
  }

  private static Http2Headers cookies(int many) {
    Http2Headers headers = new DefaultHttp2Headers().status("200");
    for (int i = 0; i < many; i++) {
      headers.add("set-cookie", i + "=" + "x".repeat(1_020));
    }
    return headers;
  }

  @Test
  void manyRequestsAtATimeToAReceiverThatSaysGoodbyeEachArriveOnce() throws Exception {
    try (FrameReceiver receiver =
        receiver(
            stream -> {
              stream.head("200", true);
              if (stream.number() == 20) {
                stream.goAway(39, NO_ERROR);
              }
            })) {
      String url = "https://127.0.0.1:" + receiver.port() + "/";
      List<CompletableFuture<Outcome>> all =
          Stream.generate(() -> sender.begin(url, Duration.ofSeconds(20), Acknowledgement.STATUS))
              .limit(100)
              .toList();
      all.forEach(each -> assertAcknowledged(each.join()));
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, https://127.0.0.1:%d/", "::1, https://[::1]:%d/"})
  void anAddressIsNoServerName(String address, String url) throws Exception {
    try (FrameReceiver receiver =
        new FrameReceiver(key, address, stream -> stream.head("200", true))) {
      assertAcknowledged(sender.send(url.formatted(receiver.port())));
      assertEquals(List.of(List.of()), receiver.serverNames());
    }
  }

  @Test
  void aNameIsAServerName() throws Exception {
    try (FrameReceiver receiver = receiver(stream -> stream.head("200", true))) {
      assertAcknowledged(sender.send(receiver.url()));
      assertEquals(1, receiver.serverNames().getFirst().size());
    }
  }
}
