package io.kurier.delivery;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.concurrent.TimeoutException;
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
  /** As before. */
  SAME_WAY,
  /** On another connection than the one that failed, which is closed. */
  OTHER_CONNECTION,
  /** On a connection that carried nothing before. */
  OWN_CONNECTION,
  /** Over HTTP/1.1. */
  HTTP_1;

  private static final long REFUSED_STREAM = 7;
  private static final long HTTP_1_1_REQUIRED = 13;

  /**
   * Decides.
   *
   * @param passage how far the request came; null if it had no connection yet
   */
  static SecondTry after(Throwable failure, @Nullable Passage passage) {
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
    // With a goodbye the receiver has said that it may have processed the request.
    boolean hadEnded =
        passage.isOnKeptConnection() && !passage.isGoneAway() && isEndOfConnection(failure);
    return !hadEnded ? NONE : passage.isHttp2() ? OTHER_CONNECTION : OWN_CONNECTION;
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
      // A failure of TLS too: the handshake was over when the request got the connection.
      case IOException e -> true;
      case BrokenAnswer broken -> broken.isStartless();
      default -> false;
    };
  }
}
