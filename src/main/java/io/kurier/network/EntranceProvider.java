package io.kurier.network;

import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.spi.VertxServiceProvider;

/**
 * Gives the platform its {@link EntranceTransport}; found by {@code
 * META-INF/services/io.vertx.core.spi.VertxServiceProvider} when the service is built.
 */
public final class EntranceProvider implements VertxServiceProvider {

  @Override
  public void init(VertxBuilder builder) {
    if (!JDKTransport.INSTANCE.equals(builder.findTransport())) {
      throw new IllegalStateException("Only the JDK's transport is supported.");
    }
    builder.findTransport(new EntranceTransport());
  }
}
