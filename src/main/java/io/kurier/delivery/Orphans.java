package io.kurier.delivery;

import io.kurier.cluster.Node;
import io.kurier.cluster.Started;
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

  Orphans(DeliveryStore store, Node node, Started started) {
    this.store = store;
    this.node = node;
    this.started = started;
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> takeOver() {
    if (!started.isStarted() || !node.mayTakeOver()) {
      return Uni.createFrom().voidItem();
    }
    return store
        .isAnyNodeSilent(node.term(), node.id())
        .chain(
            silent ->
                silent
                    ? store.takeOver(node.term(), node.id()).invoke(Orphans::tell)
                    : Uni.createFrom().item(0))
        .onFailure()
        .invoke(failure -> LOG.warnf("rows.not_taken_over reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private static void tell(int rows) {
    LOG.infof("rows.taken_over rows=%d", rows);
  }
}
