package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.webhook.Target;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What a changed webhook means for what this node holds of it and has not sent. */
@ApplicationScoped
public class ChangedTargets {

  private final BatchBuffers buffers;
  private final Standing standing;

  ChangedTargets(BatchBuffers buffers, Standing standing) {
    this.buffers = buffers;
    this.standing = standing;
  }

  /**
   * Applies what changed between two readings of an account's webhooks that take deliveries. What
   * waits is sent by the new configuration, or goes back to the table where a webhook takes none
   * any more. The breaker of an edited webhook is closed: what it knew was of another receiver, and
   * who has just mended the URL must not wait for the next probe, nor for the end of a pause that
   * the former receiver asked for. The breaker of a webhook which is not stored as failing any more
   * is closed too.
   */
  public Uni<Void> apply(Collection<Target> before, Collection<Target> now) {
    Map<UUID, Target> gone = new HashMap<>();
    before.forEach(target -> gone.put(target.id(), target));
    for (Target target : now) {
      Target known = gone.remove(target.id());
      boolean edited = known != null && known.version() != target.version();
      // Another node had an acknowledgement, or its customer says that it is mended.
      boolean recovered = known != null && known.failing() && !target.failing();
      if (edited || recovered) {
        standing.startAnew(target.id());
      }
      standing.endPauseBefore(target.id(), target.version());
      standing.onIndexRead(target.id());
      buffers.change(target.id(), BufferLimits.of(target));
    }
    for (UUID id : gone.keySet()) {
      standing.startAnew(id);
      standing.endPauseBefore(id, Integer.MAX_VALUE);
    }
    return Multi.createFrom()
        .iterable(gone.keySet())
        .onItem()
        .transformToUniAndConcatenate(standing::releaseWaiting)
        .toUni()
        .replaceWithVoid();
  }
}
