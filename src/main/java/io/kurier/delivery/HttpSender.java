package io.kurier.delivery;

import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.kurier.webhook.Target;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.HttpRequestImpl;
import io.vertx.ext.web.client.impl.WebClientInternal;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to receivers, and is the only one who does. Whatever happens to a request that was
 * begun is an {@link Outcome}. One deadline covers the whole exchange: resolve, connect, TLS, send,
 * answer to the last byte.
 */
// Made at startup: a client belongs to the context that it is made on, and to none here.
@Startup
@Singleton
class HttpSender {

  /**
   * Connections of a client to one address: as many as requests may be on the way, so that the pool
   * itself never queues.
   */
  private static final int POOL_SIZE = 2_000;

  /**
   * Connections of a client to one address over HTTP/2, each with the streams that the receiver
   * allows, often 100.
   */
  private static final int HTTP2_POOL_SIZE = 64;

  /**
   * Shorter than the 60 s after which common servers close: a request on a closing connection is
   * lost.
   */
  private static final int KEEP_ALIVE_SECONDS = 20;

  /**
   * Connections to all receivers that may be kept for another request: beyond it each request makes
   * and closes its own, since ten thousand receivers that are called now and then would else take
   * ten thousand file descriptors.
   */
  private static final int MOST_KEPT = 4_000;

  private final Vertx vertx;
  private final EventLoops loops;
  private final NameResolver names;
  private final TargetGuard guard;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * Clients that keep connections, of each event loop its own: a connection lives on the loop that
   * made it, and a request that is given one of another loop changes threads on its way out and
   * back.
   */
  private final List<Clients> keeping;

  private final Clients closing;

  /** Requests on the way to each receiver, by host and port. */
  private final Map<String, Integer> onTheWay = new ConcurrentHashMap<>();

  private record Clients(WebClient plain, WebClient tls) {}

  HttpSender(
      Vertx vertx, EventLoops loops, NameResolver names, TargetsConfig targets, Meters meters) {
    this.vertx = vertx;
    this.loops = loops;
    this.names = names;
    this.guard = targets.guard();
    this.keeping = Stream.generate(this::keeping).limit(loops.count()).toList();
    this.closing =
        new Clients(
            client(new HttpClientOptions().setKeepAlive(false)),
            client(new HttpClientOptions().setKeepAlive(false).setForceSni(true)));
    meters.watch(Level.RECEIVER_CONNECTIONS, connections::get);
  }

  private Clients keeping() {
    return new Clients(
        client(new HttpClientOptions()),
        client(
            new HttpClientOptions()
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setForceSni(true)));
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
    Exchange exchange = new Exchange(request.headers());
    CompletionStage<Outcome> outcome =
        exchange
            .answer()
            .handle(
                (answer, failure) -> {
                  if (failure instanceof NotBegun notBegun) {
                    throw notBegun;
                  }
                  return answer == null
                      ? failed(failure)
                      : answer.judge(target.policy().acknowledgement());
                });
    int loop = loopFor(target.url().getRawAuthority(), exchange);
    loops
        .at(loop)
        .runOnContext(
            ignored -> {
              if (mayBegin.getAsBoolean()) {
                begin(request, target, keeping.get(loop), exchange);
              } else {
                exchange.giveUp(new NotBegun());
              }
            });
    return Uni.createFrom().completionStage(outcome);
  }

  /**
   * A receiver has its own event loop, and for more requests at a time the ones that follow. So one
   * that is called now and then finds the connection of the last request, and one that is called
   * much is called by all.
   */
  private int loopFor(String receiver, Exchange exchange) {
    int others = onTheWay.merge(receiver, 1, Integer::sum) - 1;
    var _ =
        exchange
            .answer()
            .whenComplete(
                (answer, failure) ->
                    onTheWay.computeIfPresent(
                        receiver, (same, count) -> count == 1 ? null : count - 1));
    return Math.floorMod(receiver.hashCode() + others, loops.count());
  }

  private void begin(BatchRequest request, Target target, Clients ofLoop, Exchange exchange) {
    Duration timeout = target.policy().timeout();
    long timer =
        vertx.setTimer(
            Math.max(1, timeout.toMillis()),
            id -> exchange.giveUp(new TimeoutException("no answer within " + timeout)));
    var _ = exchange.answer().whenComplete((answer, failure) -> vertx.cancelTimer(timer));
    URI url = target.url();
    Optional<String> complaint = guard.complaint(url);
    if (complaint.isPresent()) {
      exchange.giveUp(new BlockedException(complaint.get()));
      return;
    }
    var _ =
        addresses(url.getHost())
            .whenComplete(
                (addresses, failure) -> {
                  if (failure != null) {
                    exchange.giveUp(failure);
                    return;
                  }
                  try {
                    send(request, url, addresses, timeout, ofLoop, exchange);
                  } catch (RuntimeException e) {
                    // Nobody else would tell the exchange that it is over.
                    exchange.giveUp(e);
                  }
                });
  }

  private CompletionStage<List<InetAddress>> addresses(String host) {
    try {
      return names.resolve(host);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void send(
      BatchRequest request,
      URI url,
      List<InetAddress> addresses,
      Duration timeout,
      Clients ofLoop,
      Exchange exchange) {
    Optional<String> complaint = guard.complaint(addresses);
    if (complaint.isPresent()) {
      exchange.giveUp(new BlockedException(complaint.get()));
      return;
    }
    boolean secure = isSecure(url);
    int port = port(url);
    // The address that was checked is the one that is called; the name stays in Host and SNI.
    SocketAddress server =
        SocketAddress.inetSocketAddress(port, addresses.getFirst().getHostAddress());
    Clients clients = connections.get() < MOST_KEPT ? ofLoop : closing;
    (secure ? clients.tls() : clients.plain())
        .request(HttpMethod.POST, server, port, url.getHost(), path(url))
        .ssl(secure)
        .connectTimeout(timeout.toMillis())
        .as(exchange)
        .sendBuffer(Buffer.buffer(request.body()), exchange::onEnd);
  }

  private static boolean isSecure(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** The port that a URL means. */
  static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : isSecure(url) ? 443 : 80;
  }

  private static String path(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private WebClient client(HttpClientOptions options) {
    options
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setTracingPolicy(io.vertx.core.tracing.TracingPolicy.IGNORE);
    PoolOptions pool =
        new PoolOptions().setHttp1MaxSize(POOL_SIZE).setHttp2MaxSize(HTTP2_POOL_SIZE);
    WebClientInternal client =
        (WebClientInternal)
            WebClient.wrap(
                vertx
                    .httpClientBuilder()
                    .with(options)
                    .with(pool)
                    .withConnectHandler(this::onConnected)
                    .build(),
                new WebClientOptions().setUserAgentEnabled(false).setFollowRedirects(false));
    return client.addInterceptor(HttpSender::follow);
  }

  private void onConnected(HttpConnection connection) {
    connections.incrementAndGet();
    connection.closeHandler(closed -> connections.decrementAndGet());
  }

  /**
   * Tells the exchange of its request and of the answer's head: the web client shows neither before
   * the end.
   */
  private static void follow(HttpContext<?> context) {
    if (((HttpRequestImpl<?>) context.request()).bodyCodec() instanceof Exchange exchange) {
      switch (context.phase()) {
        case SEND_REQUEST -> exchange.onRequest(context.clientRequest());
        case RECEIVE_RESPONSE -> exchange.onResponse(context.clientResponse());
        default -> {}
      }
    }
    context.next();
  }

  /** Tells the kinds of failure apart. */
  static Outcome failed(@Nullable Throwable failure) {
    return switch (failure) {
      case BlockedException blocked -> new Outcome.Blocked(text(blocked));
      case UnknownHostException e -> new Outcome.Unreachable("The name does not resolve.");
      case SSLException e -> new Outcome.Unreachable(TlsFault.text(e));
      case ConnectException e ->
          text(e).toLowerCase(Locale.ROOT).contains("timed out")
              ? new Outcome.TimedOut("The connection was not accepted in time.")
              : new Outcome.Unreachable("The connection was refused.");
      case TimeoutException e -> new Outcome.TimedOut("No whole answer in time.");
      case HttpClosedException e ->
          new Outcome.Unreachable("The connection was closed before the answer was complete.");
      case null -> new Outcome.Unreachable("The request failed.");
      case IOException e -> new Outcome.Unreachable("The connection was reset.");
      // Its message could quote the URL, and with it a secret.
      default ->
          new Outcome.Unreachable("The request failed: " + failure.getClass().getSimpleName());
    };
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** The guard said no. */
  private static final class BlockedException extends Exception {

    private static final long serialVersionUID = 1L;

    BlockedException(String complaint) {
      super(complaint, null, false, false);
    }
  }
}
