package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.webhook.Target;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.UUID;

/** What a changed webhook means for what this node holds of it and has not sent. */
@ApplicationScoped
public class ChangedTargets {

  private final BatchBuffers buffers;
  private final Breakers breakers;
  private final Standing standing;

  ChangedTargets(BatchBuffers buffers, Breakers breakers, Standing standing) {
    this.buffers = buffers;
    this.breakers = breakers;
    this.standing = standing;
  }

  /**
   * Applies changes.
   *
   * @param changed webhooks that take deliveries: what waits is sent by their new configuration
   * @param gone webhooks that take none any more: what waits goes back to the table
   */
  public Uni<Void> apply(Collection<Target> changed, Collection<UUID> gone) {
    changed.forEach(target -> buffers.change(target.id(), BufferLimits.of(target)));
    gone.forEach(breakers::forget);
    standing.onIndexRead(changed.stream().map(Target::id).toList());
    standing.onIndexRead(gone);
    return Multi.createFrom()
        .iterable(gone)
        .onItem()
        .transformToUniAndConcatenate(standing::releaseWaiting)
        .toUni()
        .replaceWithVoid();
  }
}
