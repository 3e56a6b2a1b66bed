package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecondTryTest {

  private static SecondTry tried(Throwable failure, @Nullable Passage passage) {
    return SecondTry.after(failure, passage);
  }

  private static Passage onKeptConnection() {
    return new Passage(true, null);
  }

  private static Passage onNewConnection() {
    return new Passage(false, null);
  }

  static Stream<Arguments> withoutConnection() {
    return Stream.of(
        Arguments.of(new ConnectException("refused"), SecondTry.NEXT_ADDRESS),
        Arguments.of(new NoRouteToHostException("none"), SecondTry.NEXT_ADDRESS),
        Arguments.of(new TimeoutException("none"), SecondTry.NEXT_ADDRESS),
        Arguments.of(new HttpClosedException("closed"), SecondTry.SAME_WAY),
        Arguments.of(new SSLHandshakeException("no"), SecondTry.NONE),
        Arguments.of(new UnknownHostException("no"), SecondTry.NONE),
        Arguments.of(new IllegalStateException("ours"), SecondTry.NONE));
  }

  @ParameterizedTest
  @MethodSource
  void withoutConnection(Throwable failure, SecondTry expected) {
    assertEquals(expected, tried(failure, null));
  }

  static Stream<Throwable> endsOfConnection() {
    return Stream.of(
        new HttpClosedException("closed"),
        new IOException("Connection reset"),
        new ClosedChannelException(),
        new SSLHandshakeException("broken"),
        BrokenAnswer.startless("garbage"));
  }

  @ParameterizedTest
  @MethodSource("endsOfConnection")
  void aConnectionThatHadEndedIsReplaced(Throwable failure) {
    assertEquals(SecondTry.OWN_CONNECTION, tried(failure, onKeptConnection()));
  }

  @ParameterizedTest
  @MethodSource("endsOfConnection")
  void aNewConnectionThatEndsIsNot(Throwable failure) {
    assertEquals(SecondTry.NONE, tried(failure, onNewConnection()));
  }

  @ParameterizedTest
  @MethodSource("endsOfConnection")
  void whatWasAnsweredInPartGoesOnce(Throwable failure) {
    Passage passage = onKeptConnection();
    passage.onHeard();
    assertEquals(SecondTry.NONE, tried(failure, passage));
  }

  @Test
  void aTimeoutIsNoEndOfAConnection() {
    assertEquals(SecondTry.NONE, tried(new TimeoutException("late"), onKeptConnection()));
  }

  @Test
  void aBrokenAnswerThatBeginsAsOneIsTheRequestsOwn() {
    assertEquals(SecondTry.NONE, tried(new BrokenAnswer("broken", 200), onKeptConnection()));
  }

  @Test
  void whatWasRefusedGoesAgainThoughItWasHeardOf() {
    Passage passage = onKeptConnection();
    passage.onHeard();
    passage.onRefused();
    assertEquals(SecondTry.OWN_CONNECTION, tried(new BrokenAnswer("408", 408), passage));
  }

  @Test
  void aConnectionThatWaitedForItsFirstRequestIsKept() {
    assertTrue(Passage.isKept(0, Duration.ofMillis(101).toNanos()));
    assertFalse(Passage.isKept(0, Duration.ofMillis(99).toNanos()));
  }

  @Test
  void theCodesOfHttp2AreToldApart() {
    assertEquals(SecondTry.OWN_CONNECTION, tried(new StreamResetException(7), onNewConnection()));
    assertEquals(SecondTry.HTTP_1, tried(new StreamResetException(13), onNewConnection()));
    assertEquals(SecondTry.NONE, tried(new StreamResetException(8), onKeptConnection()));
  }
}
