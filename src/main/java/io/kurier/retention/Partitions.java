package io.kurier.retention;

import io.kurier.cluster.StartStep;
import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** The days that events and attempts can be written to. */
@ApplicationScoped
class Partitions implements StartStep {

  /** A week in which nothing else may go right, and events are still taken. */
  private static final int DAYS_AHEAD = 7;

  /** From here on somebody has to be told: so long there is to find out what is wrong. */
  private static final int DAYS_OF_ALARM = 2;

  private static final Logger LOG = Logger.getLogger(Partitions.class);

  private final PartitionStore store;

  /** As of the last look. */
  private volatile int daysAhead;

  Partitions(PartitionStore store, Meters meters) {
    this.store = store;
    meters.watch(Level.PARTITION_DAYS_AHEAD, () -> daysAhead);
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
    return store.makeAhead(DAYS_AHEAD).eventually(this::look);
  }

  private Uni<Integer> look() {
    return store
        .daysAhead(DAYS_AHEAD)
        .invoke(
            days -> {
              daysAhead = days;
              if (days < DAYS_OF_ALARM) {
                LOG.errorf("partitions.missing daysAhead=%d", (Object) days);
              }
            });
  }
}
