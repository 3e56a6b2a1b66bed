package io.kurier.delivery;

import io.kurier.share.Holder;
import io.kurier.webhook.Target;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request to a receiver, from the name to the outcome, over as many addresses and connections
 * as that takes. Lives on one event loop.
 */
final class Sending {

  private static final Logger LOG = Logger.getLogger(Sending.class);

  /** Second tries of one request: a receiver that refuses each is out of order. */
  private static final int MOST_SECOND_TRIES = 3;

  /**
   * How long the rest of an answer may take of which enough has come: it is read only because that
   * saves the connection, and the request stays in memory meanwhile.
   */
  private static final Duration REST = Duration.ofSeconds(1);

  private final Tools tools;
  private final int loop;
  private final BatchRequest request;
  private final Target target;
  private final URI url;
  private final String host;
  private final BooleanSupplier mayBegin;
  private final CompletableFuture<Outcome> outcome;
  private final Holder holder;

  private long timer;
  private long began;
  private List<InetAddress> addresses = List.of();
  private int address;
  private int secondTries;
  private ReceiverClients.Way way = ReceiverClients.Way.USUAL;
  private @Nullable Exchange exchange;

  /** Where it has a place; null while it waits for one. */
  private @Nullable InetSocketAddress destination;

  private boolean waits;

  /** What every request is sent with. */
  record Tools(
      Vertx vertx,
      EventLoops loops,
      ReceiverClients clients,
      NameResolver names,
      Destinations destinations,
      TargetGuard guard,
      Http1Receivers http1) {}

  /**
   * A request that is not begun.
   *
   * @param loop the number of its event loop
   * @param outcome completes with the outcome, or fails with {@link HttpSender.NotBegun}
   */
  Sending(
      Tools tools,
      int loop,
      BatchRequest request,
      Target target,
      BooleanSupplier mayBegin,
      CompletableFuture<Outcome> outcome) {
    this.tools = tools;
    this.loop = loop;
    this.request = request;
    this.target = target;
    this.url = target.url();
    this.host = NameResolver.withoutBrackets(url.getHost());
    this.mayBegin = mayBegin;
    this.outcome = outcome;
    this.holder = new Holder(target.accountId(), target.id());
  }

  /** Begins, unless it may not. */
  void begin() {
    if (!mayBegin.getAsBoolean()) {
      outcome.completeExceptionally(new HttpSender.NotBegun());
      return;
    }
    startClock();
    var _ = outcome.whenComplete((ended, failure) -> onEnded(ended));
    if (tools.http1.contains(receiver())) {
      way = ReceiverClients.Way.HTTP_1;
    }
    Optional<String> complaint = tools.guard.complaint(url);
    if (complaint.isPresent()) {
      giveUp(new BlockedException(complaint.get()));
      return;
    }
    var _ =
        resolve()
            .whenComplete(
                (found, failure) -> {
                  if (failure != null) {
                    giveUp(failure);
                  } else {
                    onResolved(found);
                  }
                });
  }

  private void startClock() {
    began = System.nanoTime();
    timer =
        tools.vertx.setTimer(
            Math.max(1, timeout().toMillis()), id -> giveUp(new TimeoutException()));
  }

  private void onEnded(@Nullable Outcome ended) {
    InetSocketAddress place = destination;
    if (place != null) {
      leave(place, ended instanceof Outcome.Acknowledged);
    }
    tools.vertx.cancelTimer(timer);
    if (exchange != null && !exchange.isOver()) {
      awaitRest(exchange);
    }
  }

  private void awaitRest(Exchange one) {
    long rest = tools.vertx.setTimer(REST.toMillis(), id -> one.giveUp(new TimeoutException()));
    var _ = one.over().whenComplete((over, failure) -> tools.vertx.cancelTimer(rest));
  }

  private CompletionStage<List<InetAddress>> resolve() {
    try {
      return tools.names.resolve(host);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void onResolved(List<InetAddress> found) {
    Optional<InetAddress> refused = tools.guard.refused(found);
    if (refused.isPresent()) {
      LOG.infof(
          "request.blocked webhook=%s host=%s address=%s",
          target.id(), host, refused.get().getHostAddress());
      giveUp(new BlockedException(TargetGuard.NOT_ALLOWED));
      return;
    }
    addresses = found;
    enter();
  }

  /** Not more requests reach an address at a time than it may get, whoever sends them. */
  private void enter() {
    if (outcome.isDone()) {
      return;
    }
    InetSocketAddress place = new InetSocketAddress(addresses.get(address), HttpSender.port(url));
    if (tools.destinations.enter(url, place, holder, () -> onWaited(place))) {
      destination = place;
      exchange();
    } else {
      waits = true;
    }
  }

  private void onWaited(InetSocketAddress place) {
    tools.loops.at(loop).runOnContext(ignored -> goOn(place));
  }

  private void goOn(InetSocketAddress place) {
    waits = false;
    destination = place;
    if (outcome.isDone()) {
      leave(place, false);
    } else if (mayBegin.getAsBoolean()) {
      // The wait was not the receiver's.
      tools.vertx.cancelTimer(timer);
      startClock();
      exchange();
    } else {
      outcome.completeExceptionally(new HttpSender.NotBegun());
    }
  }

  private void leave(InetSocketAddress place, boolean acknowledged) {
    destination = null;
    tools.destinations.leave(place, holder, acknowledged);
  }

  private void exchange() {
    if (outcome.isDone()) {
      return;
    }
    Exchange one = new Exchange(request.headers(), authority(), holder);
    exchange = one;
    var _ = one.answer().whenComplete((answer, failure) -> onExchanged(one, answer, failure));
    try {
      send(one);
    } catch (RuntimeException e) {
      // Nobody else would tell the exchange that it is over.
      one.giveUp(e);
    }
  }

  private void send(Exchange one) {
    boolean secure = HttpSender.isSecure(url);
    int port = HttpSender.port(url);
    // The address that was checked is the one that is called; the name stays in Host and SNI.
    SocketAddress server =
        SocketAddress.inetSocketAddress(port, addresses.get(address).getHostAddress());
    tools
        .clients
        .client(loop, secure, NameResolver.isAddress(host), way, holder)
        .request(HttpMethod.POST, server, port, host, path())
        .ssl(secure)
        .connectTimeout(Math.max(1, left().dividedBy(addresses.size() - address).toMillis()))
        .as(one)
        .sendBuffer(Buffer.buffer(request.body()), one::onEnd);
  }

  private void onExchanged(Exchange one, @Nullable Answer answer, Throwable failure) {
    if (outcome.isDone()) {
      return;
    }
    try {
      if (answer != null) {
        outcome.complete(answer.judge(target.policy().acknowledgement()));
      } else {
        follow(one, failure);
      }
    } catch (RuntimeException e) {
      // Nobody else would end it.
      outcome.complete(RequestFailure.outcome(e, null));
    }
  }

  private void follow(Exchange one, Throwable failure) {
    SecondTry second = SecondTry.after(failure, one.passage());
    if (!mayGoAgain(second)) {
      outcome.complete(RequestFailure.outcome(failure, one.soFar()));
      return;
    }
    switch (second) {
      case NEXT_ADDRESS -> {
        address++;
        leave(Objects.requireNonNull(destination), false);
        enter();
        return;
      }
      case OWN_CONNECTION -> way = ReceiverClients.Way.OWN_CONNECTION;
      case OTHER_CONNECTION -> {
        if (secondTries > 1) {
          way = ReceiverClients.Way.OWN_CONNECTION;
        }
        one.closeConnection(this::exchange);
        return;
      }
      case HTTP_1 -> {
        way = ReceiverClients.Way.HTTP_1;
        tools.http1.add(receiver());
      }
      case SAME_WAY, NONE -> {}
    }
    exchange();
  }

  private boolean mayGoAgain(SecondTry second) {
    return switch (second) {
      case NONE -> false;
      case NEXT_ADDRESS -> address + 1 < addresses.size() && mayBegin.getAsBoolean();
      case HTTP_1, SAME_WAY, OTHER_CONNECTION, OWN_CONNECTION ->
          ++secondTries <= MOST_SECOND_TRIES && mayBegin.getAsBoolean();
    };
  }

  /** Ends it now; what came of an answer is shown. */
  private void giveUp(Throwable reason) {
    if (waits) {
      outcome.completeExceptionally(new HttpSender.NotBegun());
      return;
    }
    Exchange one = exchange;
    outcome.complete(RequestFailure.outcome(reason, one == null ? null : one.soFar()));
    if (one != null) {
      one.giveUp(reason);
    }
  }

  private Duration timeout() {
    return target.policy().timeout();
  }

  private Duration left() {
    return timeout().minusNanos(System.nanoTime() - began);
  }

  private String receiver() {
    return url.getRawAuthority();
  }

  /** An address of IPv6 is written in brackets there. */
  private @Nullable HostAndPort authority() {
    return host.indexOf(':') < 0
        ? null
        : HostAndPort.create("[" + host + "]", HttpSender.port(url));
  }

  private String path() {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
