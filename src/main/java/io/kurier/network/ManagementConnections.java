package io.kurier.network;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.vertx.http.runtime.options.HttpServerOptionsUtils;
import io.vertx.core.net.NetServerOptions;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Counts the connections of the management port from their acceptance, and closes at once what
 * comes beyond {@code quarkus.management.limits.max-connections}. The platform has that setting,
 * and reads it for nothing.
 */
final class ManagementConnections extends ChannelInboundHandlerAdapter {

  private static final String PORT = "quarkus.management.port";
  private static final String MOST = "quarkus.management.limits.max-connections";

  private final Sockets sockets;

  private ManagementConnections(int most) {
    this.sockets = new Sockets(most, most);
  }

  /** Sets the bound up, if it is the management's server that is about to listen. */
  static void bound(NetServerOptions server, ServerBootstrap bootstrap) {
    Config config = ConfigProvider.getConfig();
    int port = server.getPort();
    if (port == HttpServerOptionsUtils.RANDOM_PORT_MANAGEMENT
        || config.getOptionalValue(PORT, Integer.class).filter(own -> own == port).isPresent()) {
      bootstrap.handler(new ManagementConnections(config.getValue(MOST, Integer.class)));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    if (sockets.enter(null).isPresent()) {
      // It belongs to no event loop yet.
      connection.unsafe().closeForcibly();
      return;
    }
    connection.closeFuture().addListener(closed -> sockets.leave(null));
    context.fireChannelRead(connection);
  }
}
