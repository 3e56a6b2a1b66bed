package io.kurier.retention;

import io.kurier.cluster.Draining;
import io.kurier.cluster.Started;
import io.kurier.observe.Meters;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the days to come and drops those that have had their time. Every node does it, and where
 * two meet one of them goes on; a run that failed is repeated by the next.
 */
@ApplicationScoped
class RetentionJob {

  private static final Logger LOG = Logger.getLogger(RetentionJob.class);

  /** Rows per statement: some tenths of a second, so that nobody waits for its locks. */
  private static final int CHUNK = 5_000;

  /** Deliveries per statement; each may be a thousand rows of failed_delivery. */
  private static final int OPEN_CHUNK = 200;

  /** Statements per table and run. The next run goes on: 2,000,000 keys a minute and node. */
  private static final int MOST_CHUNKS = 400;

  private final Partitions partitions;
  private final PartitionStore partitionStore;
  private final OutdatedStore outdated;
  private final Retention retention;
  private final Started started;
  private final Draining draining;
  private final Meters meters;
  private final Clock clock;

  RetentionJob(
      Partitions partitions,
      PartitionStore partitionStore,
      OutdatedStore outdated,
      RetentionConfig config,
      Started started,
      Draining draining,
      Meters meters,
      Clock clock) {
    this.partitions = partitions;
    this.partitionStore = partitionStore;
    this.outdated = outdated;
    this.retention = new Retention(config.retention());
    this.started = started;
    this.draining = draining;
    this.meters = meters;
    this.clock = clock;
  }

  @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> everyHour() {
    return isWorking() ? dropOutdated() : Uni.createFrom().voidItem();
  }

  @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> everyMinute() {
    return isWorking() ? forgetSeen() : Uni.createFrom().voidItem();
  }

  /** Often, since without a place for today no event is accepted. */
  @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> everyHalfMinute() {
    return isWorking() ? makeAhead() : Uni.createFrom().voidItem();
  }

  /** Work on events that had their time, days that are over, deleted webhooks. */
  Uni<Void> dropOutdated() {
    return dropDays().chain(this::dropWebhooks);
  }

  /** Keys that were seen long enough ago. */
  Uni<Void> forgetSeen() {
    Instant seenFrom = retention.seenFrom(clock.instant());
    return inChunks(CHUNK, most -> outdated.deleteSeen(seenFrom, most))
        .invoke(count -> log("seen.dropped", count))
        .replaceWithVoid()
        .onFailure()
        .recoverWithItem(RetentionJob::complain);
  }

  /** Days to come. */
  Uni<Void> makeAhead() {
    return partitions
        .makeAhead()
        .invoke(count -> log("partitions.made", count))
        .replaceWithVoid()
        .onFailure()
        .recoverWithItem(RetentionJob::complain);
  }

  /** In this order, each only when the one before is done: nothing open may lose its event. */
  private Uni<Void> dropDays() {
    Instant now = clock.instant();
    Instant openFrom = retention.openFrom(now);
    Instant keptFrom = retention.keptFrom(now);
    return inChunks(
            OPEN_CHUNK,
            most ->
                outdated
                    .expireOpen(openFrom, most, now)
                    .invoke(expired -> meters.delivered("failed", expired.events()))
                    .map(OutdatedStore.Expired::rows))
        .invoke(count -> log("deliveries.expired", count))
        .chain(() -> partitionStore.dropBefore(retention.firstDayKept(now)))
        .invoke(count -> log("partitions.dropped", count))
        .chain(() -> inChunks(CHUNK, most -> outdated.deleteFailed(keptFrom, most)))
        .invoke(count -> log("failed_deliveries.dropped", count))
        .replaceWithVoid()
        .onFailure()
        .recoverWithItem(RetentionJob::complain);
  }

  private Uni<Void> dropWebhooks() {
    Instant deletedFrom = retention.deletedFrom(clock.instant());
    return inChunks(CHUNK, most -> outdated.deleteWebhooks(deletedFrom, most))
        .invoke(count -> log("webhooks.dropped", count))
        .replaceWithVoid()
        .onFailure()
        .recoverWithItem(RetentionJob::complain);
  }

  private boolean isWorking() {
    return started.isStarted() && !draining.isDraining();
  }

  private static Uni<Integer> inChunks(int most, IntFunction<Uni<Integer>> chunk) {
    return inChunks(most, chunk, 1);
  }

  private static Uni<Integer> inChunks(int most, IntFunction<Uni<Integer>> chunk, int number) {
    if (number > MOST_CHUNKS) {
      // What comes after relies on all being done.
      return Uni.createFrom().failure(new IllegalStateException("there is more for the next run"));
    }
    return chunk
        .apply(most)
        .chain(
            rows ->
                rows < most
                    ? Uni.createFrom().item(rows)
                    : inChunks(most, chunk, number + 1).map(more -> rows + more));
  }

  private static void log(String event, int count) {
    if (count > 0) {
      LOG.infof("%s count=%d", event, count);
    }
  }

  /** One thing that failed does not keep the others from being done. */
  private static @Nullable Void complain(Throwable failure) {
    LOG.warnf("retention.failed reason=\"%s\"", failure);
    return null;
  }
}
