package io.kurier.share;

import io.kurier.support.NoMeters;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The pools of a node without any settings. */
public final class TestPools {

  private TestPools() {}

  public static Pools ofDefaults() {
    PoolsConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(PoolsConfig.class)
            .build()
            .getConfigMapping(PoolsConfig.class);
    return new Pools(
        config,
        new Descriptors(10_000, config.connections(), config.requests()),
        NoMeters.INSTANCE);
  }
}
