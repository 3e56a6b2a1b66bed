package io.kurier.network;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.vertx.core.http.impl.Http1xUpgradeToH2CHandler;
import org.jspecify.annotations.Nullable;

/**
 * Takes the wish to change to HTTP/2 out of the first request of a connection, so that it is
 * answered over HTTP/1.1 (RFC 9110, section 7.8): of what is asked after such a change a proxy in
 * front sees nothing. The platform looks for the wish in that request only, and could be told not
 * to only by giving up HTTP/2 without TLS altogether (decision 37).
 *
 * <p>It waits behind the handler that tells HTTP/2 from HTTP/1.1 by the first bytes. When these
 * come to it, the handlers of the protocol are there: it moves in front of the one that looks for
 * the wish, and goes with the request. Where there is none, with HTTP/2 and with TLS, it goes at
 * once.
 */
final class IgnoredUpgrade extends ChannelInboundHandlerAdapter {

  /** For all connections: all that it knows is where it is. */
  private static final IgnoredUpgrade INSTANCE = new IgnoredUpgrade();

  private static final String NAME = "kurier.ignored-upgrade";

  private IgnoredUpgrade() {}

  /** Adds it to each connection of a server, behind what the platform adds. */
  static void addTo(ServerBootstrap server) {
    ChannelHandler platform = server.config().childHandler();
    server.childHandler(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel connection) {
            connection.pipeline().addLast(platform).addLast(NAME, INSTANCE);
          }
        });
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ChannelPipeline pipeline = context.pipeline();
    pipeline.remove(this);
    if (message instanceof HttpRequest request) {
      forget(request.headers());
    } else {
      @Nullable ChannelHandlerContext upgrade = pipeline.context(Http1xUpgradeToH2CHandler.class);
      if (upgrade != null) {
        pipeline.addBefore(upgrade.name(), NAME, this);
      }
    }
    context.fireChannelRead(message);
  }

  /** Other protocols are nothing to the platform; dev mode's live reload is by WebSocket. */
  private static void forget(HttpHeaders headers) {
    if (headers.contains(
        HttpHeaderNames.UPGRADE, Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, true)) {
      headers.remove(HttpHeaderNames.UPGRADE);
    }
  }
}
