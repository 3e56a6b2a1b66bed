package io.kurier.network;

import io.kurier.observe.Meters;
import io.kurier.share.Descriptors;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds who comes in through the main servers, HTTP and HTTPS, together. {@link EntranceTransport}
 * hands it every server before it listens; the management's is none of these.
 */
@Singleton
public class Entrance implements HttpServerOptionsCustomizer {

  /** The main servers by their ports; what is to be a random one has a number of its own too. */
  private final Map<Integer, HttpServerOptions> servers = new ConcurrentHashMap<>();

  private final Sockets sockets;
  private final TrustedProxies proxies;
  private final Rejections rejections;

  Entrance(Descriptors descriptors, NetworkConfig config, Rejections rejections, Meters meters) {
    this.sockets = new Sockets(descriptors.accepted(), config.connectionsPerAddress());
    this.proxies = config.proxies();
    this.rejections = rejections;
    meters.watchPool("accepted_connections", sockets::open, descriptors.accepted());
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    servers.put(options.getPort(), options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    // The time of a handshake is seen to, and counted, by Opening.
    options.setSslHandshakeTimeout(0);
    servers.put(options.getPort(), options);
  }

  /** Sets the bounds up, if it is a main server that is about to listen. */
  void bound(NetServerOptions server, ServerBootstrap bootstrap) {
    HttpServerOptions options = servers.get(server.getPort());
    if (options == null) {
      return;
    }
    ChannelHandler platform = bootstrap.config().childHandler();
    bootstrap
        .handler(new Acceptor(sockets, proxies, rejections))
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel socket) {
                socket.pipeline().addLast(platform);
                Opening.addTo(socket.pipeline(), options, rejections);
              }
            });
  }
}
