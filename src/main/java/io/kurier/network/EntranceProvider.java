package io.kurier.network;

import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;

/**
 * Gives the platform its {@link EntranceTransport}; found by {@code
 * META-INF/services/io.vertx.core.spi.VertxServiceProvider} when the service is built.
 */
public final class EntranceProvider implements VertxServiceProvider {

  @Override
  public void init(VertxBuilder builder) {
    builder.findTransport(new EntranceTransport());
  }
}
