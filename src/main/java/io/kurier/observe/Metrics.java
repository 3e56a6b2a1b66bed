package io.kurier.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The meters as Prometheus sees them (design section 5). */
@Singleton
class Metrics implements Meters {

  private static final double[] COMMIT_BUCKETS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

  private final MeterRegistry registry;
  private final Counter accepted;
  private final Timer delivery;
  private final DistributionSummary batchEvents;
  private final DistributionSummary commitEvents;
  private final Counter databaseFailures;
  private final Counter lostLeases;
  private final Counter takenOver;
  private final Counter reconciled;
  private final ConcurrentHashMap<String, Counter> deliveries = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Counter> requests = new ConcurrentHashMap<>();
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong oldestDueMillis = new AtomicLong();
  private @Nullable Gauge openGauge;
  private @Nullable Gauge oldestGauge;

  Metrics(MeterRegistry registry) {
    this.registry = registry;
    this.accepted =
        Counter.builder("kurier.events.accepted")
            .description("Events that were committed")
            .register(registry);
    this.delivery =
        Timer.builder("kurier.delivery")
            .description("From the acceptance of an event to its acknowledgement")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(10))
            .register(registry);
    this.batchEvents =
        DistributionSummary.builder("kurier.batch.events")
            .description("Events in a request")
            .serviceLevelObjectives(COMMIT_BUCKETS)
            .register(registry);
    this.commitEvents =
        DistributionSummary.builder("kurier.commit.events")
            .description("Events in a group commit")
            .serviceLevelObjectives(COMMIT_BUCKETS)
            .register(registry);
    this.databaseFailures =
        Counter.builder("kurier.database.failures")
            .description("Calls to the database that failed because it is away")
            .register(registry);
    this.lostLeases =
        Counter.builder("kurier.leases.lost")
            .description("Times that others took this node for dead")
            .register(registry);
    this.takenOver =
        Counter.builder("kurier.rows.taken.over")
            .description("Deliveries that this node took from nodes that are gone")
            .register(registry);
    this.reconciled =
        Counter.builder("kurier.rows.reconciled")
            .description("Deliveries that this node owned and had forgotten")
            .register(registry);
    for (String outcome : new String[] {"delivered", "retried", "failed"}) {
      deliveries(outcome);
    }
    for (String outcome :
        new String[] {"acknowledged", "refused", "timed_out", "unreachable", "blocked"}) {
      requests(outcome);
    }
  }

  @Override
  public void accepted(int events) {
    accepted.increment(events);
  }

  @Override
  public void delivered(String outcome, int count) {
    deliveries(outcome).increment(count);
  }

  @Override
  public void requested(String outcome, int events) {
    requests(outcome).increment();
    batchEvents.record(events);
  }

  @Override
  public void acknowledgedAfter(Duration sinceAccepted) {
    // A clock may have been set back meanwhile.
    delivery.record(sinceAccepted.isNegative() ? Duration.ZERO : sinceAccepted);
  }

  @Override
  public long accepted() {
    return (long) accepted.count();
  }

  @Override
  public long acknowledged() {
    return (long) deliveries("delivered").count();
  }

  @Override
  public void committed(int events) {
    commitEvents.record(events);
  }

  @Override
  public void databaseFailed() {
    databaseFailures.increment();
  }

  @Override
  public void leaseLost() {
    lostLeases.increment();
  }

  @Override
  public void takenOver(int rows) {
    takenOver.increment(rows);
  }

  @Override
  public void reconciled(int rows) {
    reconciled.increment(rows);
  }

  @Override
  public void watch(Level level, LongSupplier value) {
    Gauge.builder(level.metric(), value, LongSupplier::getAsLong)
        .description(level.description())
        .strongReference(true)
        .register(registry);
  }

  @Override
  public synchronized void openDeliveries(long count, Duration oldestDue) {
    open.set(count);
    oldestDueMillis.set(oldestDue.toMillis());
    if (openGauge == null) {
      openGauge =
          Gauge.builder("kurier.open.deliveries", open, AtomicLong::get)
              .description("Deliveries of the whole cluster that are open, about")
              .register(registry);
      oldestGauge =
          Gauge.builder("kurier.oldest.due.seconds", oldestDueMillis, millis -> millis.get() / 1e3)
              .description("For how long the oldest due delivery of the whole cluster waits")
              .register(registry);
    }
  }

  @Override
  public synchronized void forgetOpenDeliveries() {
    if (openGauge != null && oldestGauge != null) {
      registry.remove(openGauge);
      registry.remove(oldestGauge);
      openGauge = null;
      oldestGauge = null;
    }
  }

  private Counter deliveries(String outcome) {
    return deliveries.computeIfAbsent(
        outcome,
        name ->
            Counter.builder("kurier.deliveries")
                .description("Deliveries: delivered, to be retried, or failed")
                .tag("outcome", name)
                .register(registry));
  }

  private Counter requests(String outcome) {
    return requests.computeIfAbsent(
        outcome,
        name ->
            Counter.builder("kurier.requests")
                .description("Requests to receivers")
                .tag("outcome", name)
                .register(registry));
  }
}
