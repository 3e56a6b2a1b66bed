package io.kurier.delivery;

import io.kurier.cluster.Node;
import io.kurier.cluster.Started;
import io.kurier.observe.ClusterWork;
import io.kurier.observe.Meters;
import io.kurier.storage.Database;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what the whole cluster has open: for who asks, and for the metrics, where the oldest
 * node does it and exports it alone.
 */
@ApplicationScoped
public class OpenDeliveries {

  private static final Logger LOG = Logger.getLogger(OpenDeliveries.class);

  private final DeliveryStore store;
  private final Node node;
  private final Started started;
  private final Meters meters;
  private final Clock clock;

  OpenDeliveries(DeliveryStore store, Node node, Started started, Meters meters, Clock clock) {
    this.store = store;
    this.node = node;
    this.started = started;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Work of the whole cluster.
   *
   * @param open deliveries that are open, about
   * @param oldestDueAt when the one that waits longest became due, or will; null where none waits
   */
  public record OpenWork(long open, @Nullable Instant oldestDueAt) {}

  /** What is open now. */
  public Uni<OpenWork> ask() {
    return store
        .estimate(node.id(), node.term(), true)
        .map(estimate -> new OpenWork(estimate.open(), estimate.oldestDue()));
  }

  @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> estimate() {
    if (!started.isStarted() || !node.mayStart()) {
      meters.forgetClusterWork();
      return Uni.createFrom().voidItem();
    }
    return store
        .estimate(node.id(), node.term(), false)
        .invoke(this::export)
        .onFailure()
        .invoke(this::onNotEstimated)
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  /** What was exported would stand still, as if it were so. */
  private void onNotEstimated(Throwable failure) {
    meters.forgetClusterWork();
    if (!Database.isAway(failure)) {
      LOG.warnf("open_deliveries.not_estimated reason=\"%s\"", failure);
    }
  }

  private void export(DeliveryStore.Estimate estimate) {
    if (!estimate.mine()) {
      meters.forgetClusterWork();
      return;
    }
    Instant now = clock.instant();
    meters.clusterWork(
        new ClusterWork(
            estimate.open(),
            waits(estimate.oldestDue(), now),
            waits(estimate.oldestDeliverable(), now),
            estimate.failingWebhooks(),
            estimate.suspendedWebhooks()));
  }

  private static Duration waits(@Nullable Instant due, Instant now) {
    return due == null || due.isAfter(now) ? Duration.ZERO : Duration.between(due, now);
  }
}
