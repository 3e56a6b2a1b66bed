package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.batch.Pending;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Ends what this node is doing: for a node that stops. */
@ApplicationScoped
public class Outflow {

  private static final Duration LOOK = Duration.ofMillis(20);

  private final BatchBuffers buffers;
  private final Recorder recorder;
  private final DuePoller poller;
  private final Standing standing;

  Outflow(BatchBuffers buffers, Recorder recorder, DuePoller poller, Standing standing) {
    this.buffers = buffers;
    this.recorder = recorder;
    this.poller = poller;
    this.standing = standing;
  }

  /**
   * Sends partial batches for which there is a place, gives the rest back to the table, and waits
   * until every request that is on the way has ended and is recorded. Nothing may be admitted any
   * more when it is called.
   */
  public Uni<Void> end() {
    return Uni.createFrom()
        .deferred(
            () -> {
              buffers.hurryAll();
              return releaseAll(buffers.emptyAll());
            })
        .chain(this::rest);
  }

  /** Requests that are on the way. */
  public int inFlight() {
    return buffers.inFlight();
  }

  private Uni<Void> releaseAll(List<Pending> rows) {
    Map<UUID, List<Pending>> byWebhook =
        rows.stream().collect(Collectors.groupingBy(Pending::webhookId));
    return Multi.createFrom()
        .iterable(byWebhook.entrySet())
        .onItem()
        .transformToUniAndConcatenate(of -> standing.release(of.getKey(), of.getValue()))
        .toUni()
        .replaceWithVoid();
  }

  /**
   * Rows that were being inserted or claimed when the buffers were emptied are held, or their claim
   * is under way, until they come out here too. What can't be recorded is left to other nodes.
   */
  private Uni<Void> rest() {
    List<Pending> late = buffers.emptyAll();
    if (!late.isEmpty()) {
      return releaseAll(late).chain(this::rest);
    }
    return buffers.held() == recorder.stuck()
            && buffers.inFlight() == 0
            && recorder.isResting()
            && poller.isResting()
        ? Uni.createFrom().voidItem()
        : Uni.createFrom().voidItem().onItem().delayIt().by(LOOK).chain(this::rest);
  }
}
