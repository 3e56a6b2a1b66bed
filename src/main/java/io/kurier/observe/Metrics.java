package io.kurier.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters as Prometheus sees them (design section 5). */
@Singleton
class Metrics implements Meters {

  private static final double[] COMMIT_BUCKETS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

  private static final Duration[] COMMIT_TIMES = {
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Counter accepted;
  private final Timer delivery;
  private final DistributionSummary batchEvents;
  private final DistributionSummary commitEvents;
  private final Timer commits;
  private final Counter databaseFailures;
  private final Counter lostLeases;
  private final Counter takenOver;
  private final Counter reconciled;
  private final ConcurrentHashMap<String, Counter> deliveries = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Counter> requests = new ConcurrentHashMap<>();
  private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);
  private volatile double clockSkewSeconds;
  private volatile @Nullable ClusterWork clusterWork;
  private List<Gauge> clusterGauges = List.of();

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
    this.commits =
        Timer.builder("kurier.commit")
            .description("A group commit in the database, done or failed")
            .serviceLevelObjectives(COMMIT_TIMES)
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
    Gauge.builder("kurier.clock.skew.seconds", this, metrics -> metrics.clockSkewSeconds)
        .description("By how much this node's clock is ahead of the database's")
        .register(registry);
    for (String outcome : new String[] {"delivered", "retried", "failed"}) {
      deliveries(outcome);
    }
    for (String outcome :
        new String[] {"acknowledged", "refused", "timed_out", "unreachable", "blocked"}) {
      requests(outcome);
    }
    for (Rejection why : Rejection.values()) {
      rejections.put(
          why,
          Counter.builder("kurier.rejections")
              .description("Sockets and requests that a bound rejected before a key was asked for")
              .tag("reason", why.reason())
              .register(registry));
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
  public void commitTook(Duration duration) {
    commits.record(duration);
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
  public void clockSkew(Duration ahead) {
    clockSkewSeconds = seconds(ahead);
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
  public void rejected(Rejection why) {
    Objects.requireNonNull(rejections.get(why)).increment();
  }

  @Override
  public void watch(Level level, LongSupplier value) {
    Gauge.builder(level.metric(), value, LongSupplier::getAsLong)
        .description(level.description())
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void watchPool(String pool, LongSupplier used, long size) {
    Gauge.builder("kurier.pool.used", used, LongSupplier::getAsLong)
        .description("What is used of what a node has for all accounts")
        .tag("pool", pool)
        .strongReference(true)
        .register(registry);
    Gauge.builder("kurier.pool.size", () -> size)
        .description("What a node has for all accounts")
        .tag("pool", pool)
        .strongReference(true)
        .register(registry);
  }

  @Override
  public synchronized void clusterWork(ClusterWork work) {
    clusterWork = work;
    if (clusterGauges.isEmpty()) {
      clusterGauges =
          List.of(
              cluster(
                  "kurier.open.deliveries",
                  "Deliveries of the whole cluster that are open, about",
                  ClusterWork::open),
              cluster(
                  "kurier.oldest.due.seconds",
                  "For how long the oldest due delivery of the whole cluster waits",
                  now -> seconds(now.oldestDue())),
              cluster(
                  "kurier.oldest.deliverable.seconds",
                  "For how long the oldest due delivery waits whose webhook acknowledges",
                  now -> seconds(now.oldestDeliverable())),
              cluster(
                  "kurier.failing.webhooks",
                  "Webhooks that do not acknowledge",
                  ClusterWork::failingWebhooks),
              cluster(
                  "kurier.suspended.webhooks",
                  "Webhooks that were given up",
                  ClusterWork::suspendedWebhooks));
    }
  }

  @Override
  public synchronized void forgetClusterWork() {
    clusterGauges.forEach(registry::remove);
    clusterGauges = List.of();
    clusterWork = null;
  }

  private Gauge cluster(String name, String description, ToDoubleFunction<ClusterWork> value) {
    return Gauge.builder(
            name,
            this,
            metrics -> {
              ClusterWork now = metrics.clusterWork;
              return now == null ? Double.NaN : value.applyAsDouble(now);
            })
        .description(description)
        .register(registry);
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
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
