package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.cluster.Node;
import io.kurier.cluster.Started;
import io.kurier.observe.Meters;
import io.kurier.storage.Database;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Compares the rows that this node owns with what it holds in memory, and releases what it does not
 * hold: after a group whose fate was not known, or a release that did not reach the database. A row
 * is held from before its insertion, or from just after its claim, until its end is recorded. So a
 * row that is owned and not held, and is still so when every call to the database that was under
 * way must have ended, was forgotten.
 */
@ApplicationScoped
class Reconciler {

  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private static final long AT_LEAST_EVERY = Duration.ofSeconds(30).toNanos();

  /**
   * Longer than any call to the database: a claim that it answered is in memory by then, or has
   * failed.
   */
  private static final long CERTAIN_AFTER = Duration.ofSeconds(12).toNanos();

  private final DeliveryStore store;
  private final BatchBuffers buffers;
  private final Node node;
  private final Started started;
  private final Meters meters;

  /** When each missing row was first missed; only used by the one pass at a time. */
  private Map<UUID, Long> missedSince = new HashMap<>();

  private volatile long lookAt = System.nanoTime();

  Reconciler(DeliveryStore store, BatchBuffers buffers, Node node, Started started, Meters meters) {
    this.store = store;
    this.buffers = buffers;
    this.node = node;
    this.started = started;
    this.meters = meters;
  }

  /** Something may have gone wrong between the table and the memory: looks soon. */
  void want() {
    lookAt = System.nanoTime();
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> reconcile() {
    if (System.nanoTime() - lookAt < 0 || !started.isStarted() || !node.mayStart()) {
      return Uni.createFrom().voidItem();
    }
    lookAt = System.nanoTime() + AT_LEAST_EVERY;
    UUID owner = node.id();
    return store
        .ownedBy(owner)
        .map(this::forgotten)
        .chain(forgotten -> release(forgotten, owner))
        .chain(store::releaseStray)
        .onFailure()
        .invoke(this::want)
        .onFailure(failure -> !Database.isAway(failure))
        .invoke(failure -> LOG.warnf("rows.not_reconciled reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  /** The rows that were missed long enough. */
  private List<UUID> forgotten(List<UUID> owned) {
    long now = System.nanoTime();
    Map<UUID, Long> missing = new HashMap<>();
    for (UUID id : owned) {
      if (!buffers.holds(id)) {
        missing.put(id, missedSince.getOrDefault(id, now));
      }
    }
    missedSince = missing;
    if (!missing.isEmpty()) {
      lookAt = now + CERTAIN_AFTER;
    }
    return missing.entrySet().stream()
        .filter(missed -> now - missed.getValue() >= CERTAIN_AFTER)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Uni<Integer> release(List<UUID> forgotten, UUID owner) {
    return forgotten.isEmpty()
        ? Uni.createFrom().item(0)
        : store
            .releaseAll(forgotten, owner)
            .invoke(
                rows -> {
                  LOG.infof("rows.reconciled rows=%d", (Object) rows);
                  meters.reconciled(rows);
                });
  }
}
