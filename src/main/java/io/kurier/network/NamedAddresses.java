package io.kurier.network;

import io.kurier.observe.Rejection;
import io.kurier.problem.DomainError;
import io.kurier.problem.Refusal;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Bounds the requests at a time of each address that a trusted proxy names: its connections carry
 * those of many. It is the address's own fault, and nothing is wrong with the node, so the answer
 * is 429 and not 503, at which proxies would take the node out of use, or ask the next one.
 */
@Singleton
class NamedAddresses {

  private static final String FORWARDED_FOR = "X-Forwarded-For";

  /** Behind the labels of the metrics and the refusal of a node that stops, before all else. */
  private static final int PRIORITY = 1_750;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final TrustedProxies proxies;
  private final PeerCounts requests;
  private final Refusal refusal;
  private final Rejections rejections;

  NamedAddresses(NetworkConfig config, Refusal refusal, Rejections rejections) {
    this.proxies = config.proxies();
    this.requests = new PeerCounts(config.connectionsPerAddress());
    this.refusal = refusal;
    this.rejections = rejections;
  }

  /** Costs nothing where no proxy is trusted. */
  void countAll(@Observes Filters filters) {
    if (!proxies.areNone()) {
      filters.register(this::count, PRIORITY);
    }
  }

  private void count(RoutingContext context) {
    Optional<InetAddress> named = named(context.request());
    if (named.isEmpty()) {
      context.next();
      return;
    }
    Peer peer = Peer.of(named.get());
    if (!requests.tryAdd(peer)) {
      rejections.add(Rejection.REQUESTS_OF_ADDRESS, peer);
      refusal.give(
          context, DomainError.tooMany("Your address has too many requests open.", RETRY_AFTER));
      return;
    }
    context.addEndHandler(end -> requests.remove(peer));
    context.next();
  }

  private Optional<InetAddress> named(HttpServerRequest request) {
    return Acceptor.isOfTrustedProxy(((ConnectionBase) request.connection()).channel())
        ? proxies.named(request.headers().getAll(FORWARDED_FOR))
        : Optional.empty();
  }
}
