package io.kurier.share;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of each thing a node has, for all accounts together. */
@ConfigMapping(prefix = "kurier.pool")
interface PoolsConfig {

  /** Requests to receivers that are in flight on a node. */
  @WithDefault("2000")
  int requests();

  /** The part of the heap that deliveries in memory may take, in percent. */
  @WithDefault("25")
  int bufferedHeapPercent();

  /** Connections to receivers that a node keeps for the next request. */
  @WithDefault("4000")
  int connections();

  /** The part of the heap that the bodies of requests may take while they are read, in percent. */
  @WithDefault("12")
  int intakeHeapPercent();

  /** Live streams of attempts on a node; each costs a query a second. */
  @WithDefault("100")
  int streams();

  /** Deliveries whose outcome a node has not recorded yet. */
  @WithDefault("10000")
  int unrecorded();
}
