package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.batch.Pending;
import io.kurier.cluster.LeaseLost;
import jakarta.enterprise.context.ApplicationScoped;

/** On a lost lease nothing that waits may be sent: its rows are, or will be, another node's. */
@ApplicationScoped
class Forgetting implements LeaseLost {

  private final BatchBuffers buffers;

  Forgetting(BatchBuffers buffers) {
    this.buffers = buffers;
  }

  @Override
  public void onLeaseLost() {
    buffers.release(buffers.emptyAll().stream().map(Pending::id).toList());
  }
}
