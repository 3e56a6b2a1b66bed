package io.kurier.delivery;

import io.kurier.cluster.Started;
import io.kurier.observe.Meters;
import io.kurier.storage.Database;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Ends, in chunks, what waits for webhooks that were deleted or suspended. */
@ApplicationScoped
class ClosedWebhooks {

  private static final Logger LOG = Logger.getLogger(ClosedWebhooks.class);

  private static final int WEBHOOKS = 100;
  private static final int ROWS = 1_000;

  private final DeliveryStore deliveries;
  private final HealthStore health;
  private final Started started;
  private final Meters meters;
  private final Clock clock;

  ClosedWebhooks(
      DeliveryStore deliveries, HealthStore health, Started started, Meters meters, Clock clock) {
    this.deliveries = deliveries;
    this.health = health;
    this.started = started;
    this.meters = meters;
    this.clock = clock;
  }

  @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> endAll() {
    if (!started.isStarted()) {
      return Uni.createFrom().voidItem();
    }
    return health
        .closedWithWork(WEBHOOKS)
        .onItem()
        .transformToMulti(closed -> Multi.createFrom().iterable(closed))
        .onItem()
        .transformToUniAndConcatenate(this::end)
        .toUni()
        .onFailure(failure -> !Database.isAway(failure))
        .invoke(failure -> LOG.warnf("deliveries.not_ended reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> end(HealthStore.Closed closed) {
    return deliveries
        .endAll(closed.webhookId(), closed.reason(), ROWS, clock.instant())
        .invoke(ended -> meters.delivered("failed", ended.events()))
        .chain(ended -> ended.rows() < ROWS ? Uni.createFrom().voidItem() : end(closed));
  }
}
