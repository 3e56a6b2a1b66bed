package io.kurier.cluster;

import io.smallrye.mutiny.Uni;

/**
 * Something that must be done, with the database, before the service works: an index is loaded, a
 * node registers. Every bean of this type is run, in order and one at a time, and again until it
 * succeeds; the service is ready once all are done.
 */
public interface StartStep {

  /** The order of the tables' migration; whatever needs them has a higher one. */
  int MIGRATED = 0;

  /** Keys are known and partitions exist. */
  int PREPARED = 100;

  /** What is in the tables is known to this node. */
  int LOADED = 200;

  /** This node works: it takes and sends. */
  int JOINED = 300;

  /** Lower ones come first. */
  int order();

  /**
   * Does it. It is subscribed to on an event loop, may fail, and is tried again when it does or
   * when a minute has passed.
   */
  Uni<Void> start();
}
