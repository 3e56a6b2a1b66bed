package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.cluster.Node;
import io.kurier.cluster.Started;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Compares the rows that this node owns with what it holds in memory, and releases what it does not
 * hold: after a group whose fate was not known, or a release that did not reach the database. A row
 * is held from before its insertion or claim until after its end is recorded, so whatever is owned
 * and not held was forgotten.
 */
@ApplicationScoped
class Reconciler {

  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private final DeliveryStore store;
  private final BatchBuffers buffers;
  private final Node node;
  private final Started started;

  Reconciler(DeliveryStore store, BatchBuffers buffers, Node node, Started started) {
    this.store = store;
    this.buffers = buffers;
    this.node = node;
    this.started = started;
  }

  @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> reconcile() {
    if (!started.isStarted() || !node.mayStart()) {
      return Uni.createFrom().voidItem();
    }
    UUID owner = node.id();
    return store
        .ownedBy(owner)
        .map(owned -> owned.stream().filter(id -> !buffers.holds(id)).toList())
        .chain(forgotten -> release(forgotten, owner))
        .chain(store::releaseStray)
        .onFailure()
        .invoke(failure -> LOG.warnf("rows.not_reconciled reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private Uni<Integer> release(List<UUID> forgotten, UUID owner) {
    return forgotten.isEmpty()
        ? Uni.createFrom().item(0)
        : store
            .releaseAll(forgotten, owner)
            .invoke(rows -> LOG.infof("rows.reconciled rows=%d", rows));
  }
}
