package io.kurier.problem;

import io.kurier.share.Holder;
import io.kurier.share.SharedPool;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
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
  private final SharedPool memory;
  private final Holder account;
  private long charged;
  private boolean timed;

  /**
   * @param memory for the bodies of all requests, in bytes
   * @param account whose share of it is charged
   */
  BodyCharge(Vertx vertx, RoutingContext context, SharedPool memory, Holder account) {
    this.vertx = vertx;
    this.context = context;
    this.memory = memory;
    this.account = account;
    context.addEndHandler(end -> memory.giveBack(account, charged));
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
      if (!memory.tryTake(account, bytes - charged)) {
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
