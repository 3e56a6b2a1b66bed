package io.kurier.retention;

import io.kurier.cluster.StartStep;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The days that events and attempts can be written to. */
@ApplicationScoped
class Partitions implements StartStep {

  /** A week in which nothing else may go right, and events are still taken. */
  private static final int DAYS_AHEAD = 7;

  private final PartitionStore store;

  Partitions(PartitionStore store) {
    this.store = store;
  }

  @Override
  public int order() {
    return PREPARED;
  }

  @Override
  public Uni<Void> start() {
    return makeAhead().replaceWithVoid();
  }

  /** Makes what is missing for the days to come; how many it made. */
  Uni<Integer> makeAhead() {
    return store.makeAhead(DAYS_AHEAD);
  }
}
