package io.kurier.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a request came on its connection: what must be known to say whether it may go once more.
 * Lives on the connection's event loop.
 */
final class Passage {

  /**
   * A connection that has waited for its first request for so long may have been closed by a
   * receiver that waited too.
   */
  private static final Duration KEPT_FROM = Duration.ofMillis(100);

  private final boolean onKeptConnection;
  private final @Nullable AnswerFrames http2;
  private int stream;
  private int interimBytes;
  private boolean heard;
  private boolean refused;

  /**
   * A request that is about to be written.
   *
   * @param onKeptConnection whether the connection was not made just now, for this request
   * @param http2 the connection, where it is HTTP/2
   */
  Passage(boolean onKeptConnection, @Nullable AnswerFrames http2) {
    this.onKeptConnection = onKeptConnection;
    this.http2 = http2;
  }

  /** Whether a connection that is made now and was made then is one that was kept. */
  static boolean isKept(long madeNanos, long nowNanos) {
    return nowNanos - madeNanos > KEPT_FROM.toNanos();
  }

  /** The request has this stream. */
  void onStream(int id) {
    stream = id;
  }

  /** Something of the request's own answer came, if only an interim one. */
  void onHeard() {
    heard = true;
  }

  /**
   * The head of an interim answer came, over HTTP/2.
   *
   * @return the bytes of all of them together
   */
  int onInterim(int bytes) {
    interimBytes += bytes;
    return interimBytes;
  }

  /** The receiver let the request be known as not processed. */
  void onRefused() {
    refused = true;
  }

  boolean isOnKeptConnection() {
    return onKeptConnection;
  }

  boolean isHttp2() {
    return http2 != null;
  }

  boolean isHeard() {
    return heard;
  }

  /**
   * Whether the receiver has said that it did not process the request: it went away with a stream
   * before (RFC 9113 section 6.8), or the request never got a stream.
   */
  boolean isRefused() {
    return refused || (http2 != null && http2.isGoneBefore(stream));
  }

  /** Whether the receiver has said goodbye to the connection, in HTTP/2's way. */
  boolean isGoneAway() {
    return http2 != null && http2.isGone();
  }

  /** The error code of that goodbye; -1 where there was none. */
  long goAwayCode() {
    return http2 == null ? -1 : http2.goAwayCode();
  }
}
