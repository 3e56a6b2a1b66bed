package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.batch.Pending;
import io.kurier.cluster.Draining;
import io.kurier.cluster.Node;
import io.kurier.webhook.Subscriber;
import io.kurier.webhook.Target;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides, before a new delivery row is inserted, whether this node will hold it in memory. If not,
 * the row is inserted without an owner and claimed later, by whoever has room: to insert it owned
 * and release it afterwards would cost three times the writes exactly when there is too much to do.
 */
@Singleton
public class Admission {

  private final Node node;
  private final Draining draining;
  private final Breakers breakers;
  private final Throttles throttles;
  private final Clock clock;
  private final Backlog backlog;
  private final BatchBuffers buffers;
  private final Reconciler reconciler;

  Admission(
      Node node,
      Draining draining,
      Breakers breakers,
      Throttles throttles,
      Backlog backlog,
      BatchBuffers buffers,
      Reconciler reconciler,
      Clock clock) {
    this.node = node;
    this.draining = draining;
    this.breakers = breakers;
    this.throttles = throttles;
    this.clock = clock;
    this.backlog = backlog;
    this.buffers = buffers;
    this.reconciler = reconciler;
  }

  /**
   * Waits, for some seconds at most, until this node has sent more of a webhook, so that no more
   * comes in than goes out; null where there is nothing to wait for, or it is of no use.
   *
   * @param brought rows that are brought
   */
  public @Nullable Uni<Void> whenLessFull(UUID webhookId, int brought) {
    return draining.isDraining() ? null : buffers.whenLessFull(webhookId, brought);
  }

  /**
   * The owner to insert the row with: this node, if it keeps a place for it; null if the row shall
   * wait in the table.
   *
   * @param size bytes of the body
   */
  public @Nullable UUID admit(Subscriber subscriber, UUID rowId, int size) {
    UUID webhookId = subscriber.id();
    Target target = subscriber.target();
    if (target != null
        && !backlog.contains(webhookId)
        && node.mayStart()
        && !draining.isDraining()
        && !breakers.of(webhookId).isOpen()
        && !isPausedForLong(target)
        && buffers.reserve(target.accountId(), webhookId, rowId, size, BufferLimits.of(target))) {
      return node.id();
    }
    backlog.add(webhookId);
    return null;
  }

  /** Then the rows that wait are in the table, and others may not overtake them. */
  private boolean isPausedForLong(Target target) {
    Throttle throttle = throttles.of(target);
    return throttle != null
        && throttle.untilNext(clock.instant()).compareTo(Standing.LONG_PAUSE) >= 0;
  }

  /** The row was committed: it may be sent. */
  public void onCommitted(Pending row) {
    if (node.owns(row.owner())) {
      buffers.offer(row);
    } else {
      // The lease was lost meanwhile. If others took over before this commit, nobody has seen the
      // row.
      onNotCommitted(row.webhookId(), row.id());
      reconciler.want();
    }
  }

  /**
   * A commit failed, and nobody knows whether it took effect: its rows may be this node's in the
   * table.
   */
  public void onFateUnknown() {
    reconciler.want();
  }

  /** The row was not inserted; or it is not known, and then it will be found in the table. */
  public void onNotCommitted(UUID webhookId, UUID rowId) {
    buffers.cancel(webhookId, rowId);
  }
}
