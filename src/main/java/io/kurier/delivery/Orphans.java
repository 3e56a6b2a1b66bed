package io.kurier.delivery;

import io.kurier.cluster.Node;
import io.kurier.cluster.Started;
import io.kurier.observe.Meters;
import io.kurier.storage.Database;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Takes over the rows of nodes that are silent: killed, frozen, cut off. */
@ApplicationScoped
class Orphans {

  private static final Logger LOG = Logger.getLogger(Orphans.class);

  private final DeliveryStore store;
  private final Node node;
  private final Started started;
  private final Meters meters;

  Orphans(DeliveryStore store, Node node, Started started, Meters meters) {
    this.store = store;
    this.node = node;
    this.started = started;
    this.meters = meters;
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> takeOver() {
    if (!started.isStarted() || !node.mayTakeOver()) {
      return Uni.createFrom().voidItem();
    }
    return store
        .takeOver(node.term(), node.id())
        .invoke(this::tell)
        .replaceWithVoid()
        .onFailure(failure -> !Database.isAway(failure))
        .invoke(failure -> LOG.warnf("rows.not_taken_over reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private void tell(DeliveryStore.TakenOver taken) {
    if (taken.nodes() > 0) {
      LOG.warnf("rows.taken_over nodes=%d rows=%d", taken.nodes(), taken.rows());
      meters.takenOver(taken.rows());
    }
  }
}
