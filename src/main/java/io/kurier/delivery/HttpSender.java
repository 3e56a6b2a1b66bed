package io.kurier.delivery;

import io.kurier.webhook.Target;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Sends requests to receivers, and is the only one who does. Whatever happens to a request that was
 * begun is an {@link Outcome}. One deadline covers the whole exchange: resolve, connect, TLS, send,
 * answer to the last byte.
 */
@Singleton
class HttpSender {

  private final EventLoops loops;
  private final Destinations destinations;
  private final Sending.Tools tools;

  HttpSender(
      Vertx vertx,
      EventLoops loops,
      ReceiverClients clients,
      NameResolver names,
      Destinations destinations,
      TargetsConfig targets) {
    this.loops = loops;
    this.destinations = destinations;
    this.tools =
        new Sending.Tools(
            vertx, loops, clients, names, destinations, targets.guard(), new Http1Receivers());
  }

  /** The request was not begun. */
  static final class NotBegun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotBegun() {
      super("may not be sent any more", null, false, false);
    }
  }

  /**
   * Sends and waits for the answer, at most as long as the webhook's timeout.
   *
   * @param mayBegin is asked on the sender's own thread, as the last thing before it begins; fails
   *     with {@link NotBegun} where it says no
   */
  Uni<Outcome> send(BatchRequest request, Target target, BooleanSupplier mayBegin) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    int loop = loopFor(target.url());
    Sending sending = new Sending(tools, loop, request, target, mayBegin, outcome);
    loops.at(loop).runOnContext(ignored -> sending.begin());
    // The stage that has counted it, so that the next request finds this one's connection.
    return Uni.createFrom()
        .completionStage(
            outcome.whenComplete((ended, failure) -> destinations.onEnded(target.url())));
  }

  /**
   * A receiver has its own event loop, and for more requests at a time the ones that follow. So one
   * that is called now and then finds the connection of the last request, and one that is called
   * much is called by all.
   */
  private int loopFor(URI url) {
    int others = destinations.onBegun(url);
    return Math.floorMod(url.getRawAuthority().hashCode() + others, loops.count());
  }

  static boolean isSecure(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** The port that a URL means. */
  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : isSecure(url) ? 443 : 80;
  }
}
