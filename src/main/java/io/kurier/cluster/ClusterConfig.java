package io.kurier.cluster;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the nodes that share a database. */
@ConfigMapping(prefix = "kurier.cluster")
interface ClusterConfig {

  /**
   * How long a node may be silent before others take its deliveries over; the same on all nodes. A
   * node beats every fifth of it.
   */
  @WithDefault("15S")
  Duration lease();
}
