package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.batch.Pending;
import io.kurier.cluster.LeaseLost;
import jakarta.enterprise.context.ApplicationScoped;

/** On a lost lease nothing that waits may be sent: its rows are, or will be, another node's. */
@ApplicationScoped
class Forgetting implements LeaseLost {

  private final BatchBuffers buffers;
  private final Reconciler reconciler;

  Forgetting(BatchBuffers buffers, Reconciler reconciler) {
    this.buffers = buffers;
    this.reconciler = reconciler;
  }

  @Override
  public void onLeaseLost() {
    buffers.release(buffers.emptyAll().stream().map(Pending::id).toList());
    // What this node committed after the others took over is nobody's, and nobody has seen it.
    reconciler.want();
  }
}
