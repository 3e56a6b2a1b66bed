package io.kurier.support;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;

/**
 * A receiver over TLS that says what a test tells it to, frame by frame of HTTP/2. Over HTTP/1.1 it
 * acknowledges.
 */
public final class FrameReceiver implements AutoCloseable {

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final Channel server;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger http1Requests = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final List<List<SNIServerName>> serverNames = new CopyOnWriteArrayList<>();

  /** What is said to a request. */
  public interface Script {
    void answer(Stream stream);
  }

  /** A request that has come whole, and where its answer goes. */
  public static final class Stream {
    private final ChannelHandlerContext context;
    private final Http2FrameStream stream;
    private final int connection;
    private final int number;

    private Stream(
        ChannelHandlerContext context, Http2FrameStream stream, int connection, int number) {
      this.context = context;
      this.stream = stream;
      this.connection = connection;
      this.number = number;
    }

    /** Of which connection, counted from one. */
    public int connection() {
      return connection;
    }

    /** On that connection, counted from one. */
    public int number() {
      return number;
    }

    /** A head. */
    public Stream head(String status, boolean isLast) {
      return head(new DefaultHttp2Headers().status(status), isLast);
    }

    public Stream head(Http2Headers headers, boolean isLast) {
      var _ = context.writeAndFlush(new DefaultHttp2HeadersFrame(headers, isLast).stream(stream));
      return this;
    }

    public Stream data(int bytes, boolean isLast) {
      ByteBuf data = Unpooled.wrappedBuffer(new byte[bytes]);
      var _ = context.writeAndFlush(new DefaultHttp2DataFrame(data, isLast).stream(stream));
      return this;
    }

    /** RST_STREAM. */
    public Stream reset(long code) {
      var _ = context.writeAndFlush(new DefaultHttp2ResetFrame(code).stream(stream));
      return this;
    }

    /** GOAWAY; streams above the last one were not processed. */
    public Stream goAway(int lastStream, long code) {
      var _ =
          ((Http2FrameCodec) codec().handler())
              .goAway(codec(), lastStream, code, Unpooled.EMPTY_BUFFER, context.newPromise());
      context.flush();
      return this;
    }

    /** Ends TLS, and leaves the socket open. */
    public Stream endTls() {
      var _ = context.pipeline().get(SslHandler.class).closeOutbound();
      return this;
    }

    /** Ends the connection, without another frame. */
    public void close() {
      var _ = codec().close();
    }

    private ChannelHandlerContext codec() {
      return Objects.requireNonNull(context.pipeline().context(Http2FrameCodec.class));
    }
  }

  /** One that is trusted where the key store is. */
  public FrameReceiver(KeyStoreFile key, String address, Script script) throws Exception {
    this.script = script;
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(key.path())) {
      store.load(in, key.password().toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, key.password().toCharArray());
    SslContext tls =
        SslContextBuilder.forServer(keys)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    "h2",
                    "http/1.1"))
            .build();
    this.server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Chooser());
                  }
                })
            .bind(InetAddress.ofLiteral(address), 0)
            .sync()
            .channel();
  }

  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  public String url() {
    return "https://localhost:" + port() + "/";
  }

  /** How many connections were made to it so far. */
  public int connections() {
    return connections.get();
  }

  /** Requests that came over HTTP/2. */
  public int requests() {
    return requests.get();
  }

  /** Requests that came over HTTP/1.1. */
  public int http1Requests() {
    return http1Requests.get();
  }

  /** Streams that the client has reset. */
  public int cancelled() {
    return cancelled.get();
  }

  /** What each client called it in its TLS handshake. */
  public List<List<SNIServerName>> serverNames() {
    return List.copyOf(serverNames);
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Chooser extends ApplicationProtocolNegotiationHandler {
    Chooser() {
      super("http/1.1");
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
      connections.incrementAndGet();
      ExtendedSSLSession session =
          (ExtendedSSLSession) context.pipeline().get(SslHandler.class).engine().getSession();
      serverNames.add(session.getRequestedServerNames());
      if (protocol.equals("h2")) {
        Http2FrameCodec codec =
            Http2FrameCodecBuilder.forServer().encoderIgnoreMaxHeaderListSize(true).build();
        context.pipeline().addLast(codec, new Frames(connections.get()));
      } else {
        context
            .pipeline()
            .addLast(new HttpServerCodec(), new HttpObjectAggregator(10_000_000), new Http1());
      }
    }
  }

  private final class Frames extends ChannelInboundHandlerAdapter {
    private final int connection;
    private int number;

    Frames(int connection) {
      this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      if (frame instanceof Http2HeadersFrame headers && headers.isEndStream()) {
        onRequest(context, headers.stream());
      } else if (frame instanceof Http2DataFrame data && data.isEndStream()) {
        onRequest(context, data.stream());
      } else if (frame instanceof Http2ResetFrame) {
        cancelled.incrementAndGet();
      }
      ReferenceCountUtil.release(frame);
    }

    private void onRequest(ChannelHandlerContext context, Http2FrameStream stream) {
      requests.incrementAndGet();
      script.answer(new Stream(context, stream, connection, ++number));
    }
  }

  private final class Http1 extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof FullHttpRequest) {
        http1Requests.incrementAndGet();
        DefaultFullHttpResponse response =
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        var _ = context.writeAndFlush(response);
      }
      ReferenceCountUtil.release(message);
    }
  }
}
