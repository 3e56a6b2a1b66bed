package io.kurier.delivery;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that failed goes once more at once, as part of the same attempt. It does where
 * the receiver cannot have processed it, or where it went out on a connection that was kept from
 * before and that had ended in the meantime, which is nobody's fault (RFC 9110 section 9.2.2, RFC
 * 9112 section 9.3.1, RFC 9113 section 8.7).
 */
enum SecondTry {
  /** No: the failure is the attempt's. */
  NONE,
  /** To the next address of the name. */
  NEXT_ADDRESS,
  /** As before: the client has left the connection that failed. */
  SAME_WAY,
  /** On a connection that carried nothing before. */
  OWN_CONNECTION,
  /** Over HTTP/1.1. */
  HTTP_1;

  private static final long REFUSED_STREAM = 7;
  private static final long HTTP_1_1_REQUIRED = 13;

  /**
   * A connection that had ended already says so at once. If the end comes later, the receiver was
   * at work on the request.
   */
  static final Duration ENDED_BEFORE = Duration.ofSeconds(1);

  /**
   * Decides.
   *
   * @param passage how far the request came; null if it had no connection yet
   * @param elapsed since the request was begun
   */
  static SecondTry after(Throwable failure, @Nullable Passage passage, Duration elapsed) {
    if (passage == null) {
      return withoutConnection(failure);
    }
    if (passage.isHeard() && !passage.isRefused()) {
      return NONE;
    }
    if (code(failure, passage) == HTTP_1_1_REQUIRED) {
      return HTTP_1;
    }
    if (passage.isRefused() || code(failure, passage) == REFUSED_STREAM) {
      return passage.isHttp2() ? SAME_WAY : OWN_CONNECTION;
    }
    boolean hadEnded =
        passage.isOnUsedConnection()
            // With a goodbye the receiver has said that it may have processed the request.
            && !passage.isGoneAway()
            && isEndOfConnection(failure)
            && elapsed.compareTo(ENDED_BEFORE) < 0;
    return !hadEnded ? NONE : passage.isHttp2() ? SAME_WAY : OWN_CONNECTION;
  }

  private static SecondTry withoutConnection(Throwable failure) {
    return switch (failure) {
      case ConnectException e -> NEXT_ADDRESS;
      case SocketException e -> NEXT_ADDRESS;
      case TimeoutException e -> NEXT_ADDRESS;
      case HttpClosedException e -> SAME_WAY;
      default -> NONE;
    };
  }

  private static long code(Throwable failure, Passage passage) {
    return failure instanceof StreamResetException reset ? reset.getCode() : passage.goAwayCode();
  }

  private static boolean isEndOfConnection(Throwable failure) {
    return switch (failure) {
      case HttpClosedException e -> true;
      case SSLException e -> false;
      case IOException e -> true;
      case BrokenAnswer broken -> broken.isStartless();
      default -> false;
    };
  }
}
