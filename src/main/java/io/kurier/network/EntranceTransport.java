package io.kurier.network;

import io.netty.bootstrap.ServerBootstrap;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;

/**
 * The platform's way to sockets, which hands each server to {@link Entrance} before it listens.
 * Nothing else of the platform lets anybody in before a connection is understood (decision 36).
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
  }
}
