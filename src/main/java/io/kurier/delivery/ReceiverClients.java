package io.kurier.delivery;

import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.kurier.share.Holder;
import io.kurier.share.Pool;
import io.kurier.share.Pools;
import io.kurier.share.SharedPool;
import io.kurier.webhook.DeliveryPolicy;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.AttributeKey;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.HttpRequestImpl;
import io.vertx.ext.web.client.impl.WebClientInternal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The web clients that requests to receivers go through. Each event loop has its own: a connection
 * lives on the loop that made it, and a request that is given one of another loop changes threads
 * on its way out and back (decision 16).
 */
// Made at startup: a client belongs to the context that it is made on, and to none here.
@Startup
@Singleton
class ReceiverClients {

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

  private static final AttributeKey<Supplier<Passage>> BEGIN = AttributeKey.valueOf("kurier.begin");

  /** Whose share a connection counts in: that of the first request on it. */
  private static final AttributeKey<Holder> HOLDER = AttributeKey.valueOf("kurier.holder");

  private static final ChannelHandler GOODBYE = new Goodbye();

  private final Vertx vertx;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * Those that may be kept for another request: beyond it each request makes and closes its own,
   * since ten thousand receivers that are called now and then would else take ten thousand file
   * descriptors.
   */
  private final SharedPool kept;

  private final List<OfLoop> loops;

  /** Which version of HTTP a receiver is offered, and whether the connection is kept. */
  enum Way {
    /** HTTP/2 where the receiver has it. */
    USUAL,
    /** HTTP/1.1, because the receiver wants it for what it is sent. */
    HTTP_1,
    /** HTTP/1.1 on a connection that carried nothing before and will carry nothing else. */
    OWN_CONNECTION
  }

  /**
   * Closes a connection whose receiver has ended TLS: some leave the socket open, on which nothing
   * can be sent any more (RFC 8446 section 6.1).
   */
  @ChannelHandler.Sharable
  private static final class Goodbye extends ChannelInboundHandlerAdapter {

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event instanceof SslCloseCompletionEvent) {
        var _ = context.close();
      }
      super.userEventTriggered(context, event);
    }
  }

  private record OfLoop(Ways plain, Ways tls, Ways tlsToAddress) {}

  private record Ways(WebClient usual, WebClient http1, WebClient ownConnection) {}

  ReceiverClients(Vertx vertx, EventLoops loops, Pools pools, Meters meters) {
    this.vertx = vertx;
    this.kept = pools.of(Pool.CONNECTIONS);
    this.loops = Stream.generate(this::ofLoop).limit(loops.count()).toList();
    meters.watch(Level.RECEIVER_CONNECTIONS, connections::get);
  }

  /**
   * The client for a request.
   *
   * @param loop the number of its event loop
   * @param toAddress whether the URL names an address: such a one is no server name (RFC 6066
   *     section 3)
   * @param holder whose share of the connections it takes of
   */
  WebClient client(int loop, boolean secure, boolean toAddress, Way way, Holder holder) {
    OfLoop clients = loops.get(loop);
    Ways ways = !secure ? clients.plain : toAddress ? clients.tlsToAddress : clients.tls;
    if (!kept.hasRoom(holder, 1)) {
      return ways.ownConnection;
    }
    return switch (way) {
      case USUAL -> ways.usual;
      case HTTP_1 -> ways.http1;
      case OWN_CONNECTION -> ways.ownConnection;
    };
  }

  private OfLoop ofLoop() {
    WebClient plain = client(new HttpClientOptions());
    return new OfLoop(
        new Ways(plain, plain, client(new HttpClientOptions().setKeepAlive(false))),
        overTls(true),
        overTls(false));
  }

  private Ways overTls(boolean named) {
    return new Ways(
        client(
            new HttpClientOptions()
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setForceSni(named)),
        client(new HttpClientOptions().setForceSni(named)),
        client(new HttpClientOptions().setKeepAlive(false).setForceSni(named)));
  }

  private WebClient client(HttpClientOptions options) {
    options
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setInitialSettings(new Http2Settings().setMaxHeaderListSize(AnswerDecoder.MOST_HEAD))
        .setTracingPolicy(TracingPolicy.IGNORE);
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
    return client.addInterceptor(this::follow);
  }

  private void onConnected(HttpConnection connection) {
    connections.incrementAndGet();
    Channel channel = ((ConnectionBase) connection).channel();
    connection.closeHandler(closed -> onClosed(channel));
    // Each exchange hears of it by itself; Vert.x would log it as an error of ours.
    connection.exceptionHandler(failure -> {});
    channel.attr(BEGIN).set(read(channel.pipeline()));
  }

  private void onClosed(Channel channel) {
    connections.decrementAndGet();
    Holder holder = channel.attr(HOLDER).getAndSet(null);
    if (holder != null) {
      kept.giveBack(holder, 1);
    }
  }

  /** Puts our reading of answers into a connection's pipeline; what is to be asked per request. */
  private static Supplier<Passage> read(ChannelPipeline pipeline) {
    pipeline.addBefore("handler", "goodbye", GOODBYE);
    Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
    if (http2 != null) {
      return AnswerFrames.follow(http2)::begin;
    }
    AnswerDecoder decoder = new AnswerDecoder();
    pipeline.replace(
        HttpClientCodec.class,
        "codec",
        new CombinedChannelDuplexHandler<>(decoder, new HttpRequestEncoder()));
    return decoder::begin;
  }

  /**
   * Tells the exchange of its request and of the answer's head: the web client shows neither before
   * the end.
   */
  private void follow(HttpContext<?> context) {
    if (((HttpRequestImpl<?>) context.request()).bodyCodec() instanceof Exchange exchange) {
      switch (context.phase()) {
        case SEND_REQUEST -> {
          HttpClientRequest request = context.clientRequest();
          Channel channel = ((ConnectionBase) request.connection()).channel();
          if (!exchange.onRequest(request, channel.attr(BEGIN).get())) {
            giveUp(request);
            context.fail(new TimeoutException());
            return;
          }
          if (channel.isOpen() && channel.attr(HOLDER).setIfAbsent(exchange.holder()) == null) {
            kept.take(exchange.holder(), 1);
          }
        }
        case RECEIVE_RESPONSE -> exchange.onResponse(context.clientResponse());
        default -> {}
      }
    }
    context.next();
  }

  /**
   * A request that is not written leaves its stream of HTTP/2 taken, so the connection takes no
   * other ones, and is closed when those that are on it have ended.
   */
  private static void giveUp(HttpClientRequest request) {
    // Vert.x would log it as an error of ours.
    request.exceptionHandler(failure -> {});
    var _ =
        request
            .connection()
            .shutdown(DeliveryPolicy.MOST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
