package io.kurier.network;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;

/**
 * The platform's way to sockets, which is asked about each server before it listens: the only place
 * where anybody else is let in before the first request of a connection was read.
 */
final class EntranceTransport extends JDKTransport {

  @Override
  public void configure(
      NetServerOptions options, boolean isDomainSocket, ServerBootstrap bootstrap) {
    super.configure(options, isDomainSocket, bootstrap);
    ManagementConnections.bound(options, bootstrap);
    IgnoredUpgrade.addTo(bootstrap);
  }
}
