package io.kurier.statistics;

import io.kurier.cluster.Started;
import io.kurier.storage.Database;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Stores what this node counted, and rolls up what is stored. */
@ApplicationScoped
public class StatisticsJob {

  private static final Logger LOG = Logger.getLogger(StatisticsJob.class);

  /** Tallies in a statement. */
  private static final int CHUNK = 2_000;

  /** A stored tally pauses storing for so long: 100,000 busy webhooks are stored once a minute. */
  private static final Duration PAUSE_PER_TALLY = Duration.ofNanos(600_000);

  private static final Duration DAYS_KEPT = Duration.ofDays(400);

  private final Tallies tallies;
  private final StatisticsStore store;
  private final Started started;
  private final Clock clock;
  private volatile Instant nextStore = Instant.MIN;

  StatisticsJob(Tallies tallies, StatisticsStore store, Started started, Clock clock) {
    this.tallies = tallies;
    this.store = store;
    this.started = started;
    this.clock = clock;
  }

  @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> everyTenSeconds() {
    return started.isStarted() && !clock.instant().isBefore(nextStore)
        ? store()
        : Uni.createFrom().voidItem();
  }

  @Scheduled(every = "5m", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> everyFiveMinutes() {
    return started.isStarted() ? rollUp() : Uni.createFrom().voidItem();
  }

  /** Stores all that was counted. What could not be stored because the database is away is kept. */
  public Uni<Void> store() {
    Map<Tallies.Key, Tally> counted = tallies.take();
    nextStore = clock.instant().plus(PAUSE_PER_TALLY.multipliedBy(counted.size()));
    return Multi.createFrom()
        .iterable(chunks(counted))
        .onItem()
        .transformToUniAndConcatenate(this::store)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /**
   * Makes hours of minutes and days of hours, as far as they are over, and drops the oldest days.
   */
  Uni<Void> rollUp() {
    return whileTrue(store::rollHour)
        .chain(() -> whileTrue(store::rollDay))
        .chain(() -> store.deleteDays(clock.instant().minus(DAYS_KEPT), CHUNK))
        .replaceWithVoid()
        .onFailure()
        .recoverWithItem(StatisticsJob::complain);
  }

  private Uni<Void> store(Map<Tallies.Key, Tally> chunk) {
    return store
        .addAll(chunk)
        .onFailure()
        .recoverWithItem(
            failure -> {
              if (!Database.isRefused(failure)) {
                tallies.putBack(chunk);
              }
              return complain(failure);
            });
  }

  private static List<Map<Tallies.Key, Tally>> chunks(Map<Tallies.Key, Tally> counted) {
    List<Map<Tallies.Key, Tally>> chunks = new ArrayList<>();
    Map<Tallies.Key, Tally> chunk = new HashMap<>();
    for (Map.Entry<Tallies.Key, Tally> entry : counted.entrySet()) {
      if (chunk.size() == CHUNK) {
        chunks.add(chunk);
        chunk = new HashMap<>();
      }
      chunk.put(entry.getKey(), entry.getValue());
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }

  private static Uni<Void> whileTrue(Supplier<Uni<Boolean>> step) {
    return step.get().chain(more -> more ? whileTrue(step) : Uni.createFrom().voidItem());
  }

  /** Statistics are worth a line in the log, and nothing more. */
  private static @Nullable Void complain(Throwable failure) {
    if (!Database.isAway(failure)) {
      LOG.warnf("statistics.failed reason=\"%s\"", failure);
    }
    return null;
  }
}
