package io.kurier.network;

import io.netty.bootstrap.ServerBootstrap;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;

/**
 * The platform's way to sockets, which is asked about each server before it listens: the only place
 * where anybody else is let in before a connection is understood (decisions 36 and 37).
 */
final class EntranceTransport extends JDKTransport {

  @Override
  public void configure(
      NetServerOptions options, boolean isDomainSocket, ServerBootstrap bootstrap) {
    super.configure(options, isDomainSocket, bootstrap);
    ArcContainer container = Arc.container();
    if (container != null) {
      Entrance entrance = container.instance(Entrance.class).get();
      if (entrance != null) {
        entrance.bound(options, bootstrap);
      }
    }
    ManagementConnections.bound(options, bootstrap);
    IgnoredUpgrade.addTo(bootstrap);
  }
}
