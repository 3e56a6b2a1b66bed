package io.kurier.problem;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a request is charged for its body until it is answered. Used on the request's event loop
 * alone; what all are charged is shared.
 */
final class BodyCharge {

  /** The longest body. */
  static final int MAX_BYTES = 5 * 1024 * 1024;

  /** For a start, where the length is not announced: most of them are a small JSON object. */
  static final int STEP_BYTES = 16 * 1024;

  /** What arrives with its head, or just after it, is worth no timer. */
  static final int SHORT_BYTES = 64 * 1024;

  /** So long a request may take to arrive, or it is cut off: it holds memory that others need. */
  private static final long READING_MILLIS = 60_000;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final String KEY = BodyCharge.class.getName();

  private final Vertx vertx;
  private final RoutingContext context;
  private final AtomicLong ofAll;
  private final long most;
  private long charged;
  private boolean timed;

  /**
   * @param ofAll what all requests are charged
   * @param most how much that may be
   */
  BodyCharge(Vertx vertx, RoutingContext context, AtomicLong ofAll, long most) {
    this.vertx = vertx;
    this.context = context;
    this.ofAll = ofAll;
    this.most = most;
    context.addEndHandler(end -> ofAll.addAndGet(-charged));
  }

  /** Keeps it with the request, for who reads the body. */
  void remember() {
    context.put(KEY, this);
  }

  /** The charge that was remembered; null where none was. */
  static @Nullable BodyCharge of(RoutingContext context) {
    return context.get(KEY);
  }

  /**
   * Charges the request for a body of that length, or for what of it is there.
   *
   * @return why it can't be taken in; null where it can
   */
  @Nullable DomainError raise(long bytes) {
    if (bytes > MAX_BYTES) {
      return DomainError.tooLarge("A request has at most " + MAX_BYTES + " bytes.");
    }
    if (bytes > charged) {
      long more = bytes - charged;
      long all = ofAll.addAndGet(more);
      // One alone always has room, however small the heap is.
      if (all > most && all > bytes) {
        ofAll.addAndGet(-more);
        return DomainError.overloaded(RETRY_AFTER);
      }
      charged = bytes;
    }
    if (bytes > SHORT_BYTES && !timed) {
      timed = true;
      cutOffIfSlow();
    }
    return null;
  }

  private void cutOffIfSlow() {
    HttpServerRequest request = context.request();
    long timer =
        vertx.setTimer(
            READING_MILLIS,
            id -> {
              if (!request.isEnded()) {
                request.response().reset();
              }
            });
    context.addEndHandler(end -> vertx.cancelTimer(timer));
  }
}
