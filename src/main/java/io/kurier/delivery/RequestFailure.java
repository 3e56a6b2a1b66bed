package io.kurier.delivery;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslClosedEngineException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the kinds of failure apart, in words for the receiver's owner: what others wrote into a
 * failure is not quoted, since it could hold the URL, and with it a secret.
 */
final class RequestFailure {

  private static final Logger LOG = Logger.getLogger(RequestFailure.class);

  private RequestFailure() {}

  /**
   * The outcome of a request that failed.
   *
   * @param soFar what came of the answer; null if nothing did
   */
  static Outcome outcome(Throwable failure, @Nullable Answer soFar) {
    Integer status = soFar == null ? null : soFar.validStatus();
    byte[] body = soFar == null ? new byte[0] : soFar.plainBody();
    String retryAfter = soFar == null ? null : soFar.retryAfter();
    return switch (failure) {
      case BlockedException blocked -> new Outcome.Blocked(blocked.complaint());
      case BrokenAnswer broken ->
          new Outcome.Refused(
              broken.status() == null ? status : broken.status(),
              body,
              retryAfter,
              broken.sentence());
      case Http2Exception e when e.getCause() instanceof BrokenAnswer broken ->
          outcome(broken, soFar);
      case Http2Exception e when isForHeaders(e) ->
          new Outcome.Refused(
              status, body, retryAfter, "The headers of the answer are larger than 64 KiB.");
      // A status over HTTP/2.
      case NumberFormatException e ->
          new Outcome.Refused(status, body, retryAfter, "The answer's status is not a number.");
      case TimeoutException e -> new Outcome.TimedOut(timeout(soFar), status, body, retryAfter);
      case ConnectException e when saysTimedOut(e) ->
          new Outcome.TimedOut("The connection was not accepted in time.");
      default -> new Outcome.Unreachable(text(failure), status, body, retryAfter);
    };
  }

  private static String timeout(@Nullable Answer soFar) {
    return soFar == null ? "No whole answer in time." : "The answer was not complete in time.";
  }

  /** Beyond a quarter more than the bound it is an error of the connection, told in words only. */
  private static boolean isForHeaders(Http2Exception failure) {
    return failure instanceof Http2Exception.HeaderListSizeException
        || String.valueOf(failure.getMessage()).startsWith("Header size exceeded");
  }

  private static boolean saysTimedOut(ConnectException failure) {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("timed out");
  }

  private static String text(Throwable failure) {
    return switch (failure) {
      case UnknownHostException e -> "The name does not resolve.";
      case SslClosedEngineException e ->
          "The connection was closed before the answer was complete.";
      case SSLException e -> TlsFault.text(e);
      case ConnectException e -> "The connection was refused.";
      case StreamResetException reset ->
          "The receiver reset the HTTP/2 stream (" + code(reset.getCode()) + ").";
      case HttpClosedException e -> "The connection was closed before the answer was complete.";
      case Http2Exception e ->
          "The receiver violated the HTTP/2 protocol (" + code(e.error().code()) + ").";
      case IOException e -> "The connection was reset.";
      default -> {
        // Ours, then: the receiver is not to blame. The message could quote the URL.
        LOG.warnf("request.failed reason=%s", failure.getClass().getName());
        yield "Kurier could not make the request.";
      }
    };
  }

  private static String code(long code) {
    Http2Error error =
        code < 0 || code >= Http2Error.values().length ? null : Http2Error.valueOf(code);
    return error == null ? "error code " + code : error.name();
  }
}
