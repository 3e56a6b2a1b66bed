package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.batch.Limits;
import io.kurier.batch.Pending;
import io.kurier.cluster.Draining;
import io.kurier.cluster.Node;
import io.kurier.cluster.Started;
import io.kurier.share.Holder;
import io.kurier.share.Pool;
import io.kurier.share.Pools;
import io.kurier.storage.Database;
import io.kurier.webhook.Target;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Claims due rows for webhooks with room: retries, what another node left, what did not fit into
 * memory. There is no other way back into the buffers. Accounts take turns, and within an account
 * its webhooks.
 */
@Singleton
class DuePoller {

  private static final Logger LOG = Logger.getLogger(DuePoller.class);

  /** Webhooks that one pass looks at. */
  private static final int WEBHOOKS_PER_PASS = 1_000;

  /** To plan the statement costs as much as hundreds of rows do. */
  private static final int ROWS_PER_CLAIM = 1_000;

  private static final long BYTES_PER_CLAIM = 8L * 1_024 * 1_024;

  /** Of a receiver that asked for less as much is claimed as it will take in this time. */
  private static final Duration THROTTLED_WORK = Duration.ofSeconds(10);

  /** A pass comes every second anyway. */
  private static final Duration PASS = Duration.ofSeconds(1);

  private static final UUID FIRST = new UUID(0, 0);

  private final DeliveryStore store;
  private final Targets targets;
  private final Breakers breakers;
  private final Throttles throttles;
  private final Backlog backlog;
  private final BatchBuffers buffers;
  private final Standing standing;
  private final Node node;
  private final Draining draining;
  private final Started started;
  private final Clock clock;
  private final ClaimTurns turns;

  /** Rows that claims under way may bring, by webhook: their places are taken. */
  private final Map<UUID, Integer> asked = new ConcurrentHashMap<>();

  private volatile UUID after = FIRST;

  DuePoller(
      DeliveryStore store,
      Targets targets,
      Breakers breakers,
      Throttles throttles,
      Backlog backlog,
      BatchBuffers buffers,
      Standing standing,
      Node node,
      Draining draining,
      Started started,
      Pools pools,
      Clock clock) {
    this.store = store;
    this.targets = targets;
    this.breakers = breakers;
    this.throttles = throttles;
    this.backlog = backlog;
    this.buffers = buffers;
    this.standing = standing;
    this.node = node;
    this.draining = draining;
    this.started = started;
    this.turns = new ClaimTurns(pools.of(Pool.CLAIMS), this::begin);
    this.clock = clock;
  }

  /** One pass over the webhooks that have rows waiting, beginning where the last one stopped. */
  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> pass() {
    buffers.resume();
    if (!mayClaim()) {
      return Uni.createFrom().voidItem();
    }
    return store
        .waiting(after, clock.instant(), WEBHOOKS_PER_PASS)
        .invoke(this::wakeAll)
        .replaceWithVoid()
        .onFailure()
        .invoke(DuePoller::complain)
        .onFailure()
        .recoverWithNull();
  }

  private void wakeAll(List<DeliveryStore.Waiting> found) {
    after = found.size() < WEBHOOKS_PER_PASS ? FIRST : found.getLast().webhookId();
    found.stream().filter(DeliveryStore.Waiting::due).forEach(each -> wake(each.webhookId()));
  }

  @Scheduled(every = "30s")
  void closeIdle() {
    buffers.closeIdle();
  }

  /**
   * A request of the webhook or a claim ended: if more of it waits in the table and half of its
   * buffer is free, claims. Not for every place that comes free, since a claim of few rows costs
   * nearly as much as one of many.
   */
  void refill(UUID webhookId) {
    Target target = targets.find(webhookId);
    if (backlog.contains(webhookId) && target != null) {
      Limits limits = BufferLimits.of(target);
      if (room(target, limits) * 2 >= limits.places()) {
        wake(webhookId);
      }
    }
  }

  /** A row of the webhook becomes due then; a short delay must not wait for the next pass. */
  void wakeAt(UUID webhookId, Instant due) {
    Duration left = Duration.between(clock.instant(), due);
    if (left.compareTo(PASS) < 0) {
      var _ =
          Infrastructure.getDefaultWorkerPool()
              .schedule(
                  () -> wake(webhookId), Math.max(1, left.toMillis() + 1), TimeUnit.MILLISECONDS);
    }
  }

  /** Whether no claim is under way. */
  boolean isResting() {
    return turns.isResting();
  }

  private void wake(UUID webhookId) {
    Target target = targets.find(webhookId);
    if (target != null) {
      turns.want(new Holder(target.accountId(), webhookId));
    }
  }

  private void begin(Holder holder) {
    UUID webhookId = Objects.requireNonNull(holder.webhook());
    claim(webhookId)
        .onFailure()
        .invoke(DuePoller::complain)
        .onFailure()
        .recoverWithItem(false)
        .subscribe()
        .with(
            more -> {
              turns.onEnded(holder);
              if (more) {
                refill(webhookId);
              }
            });
  }

  private static void complain(Throwable failure) {
    if (!Database.isAway(failure)) {
      LOG.warnf("due.not_claimed reason=%s", failure.getMessage());
    }
  }

  private boolean mayClaim() {
    return started.isStarted() && node.mayStart() && !draining.isDraining();
  }

  /** Claims once; whether there is more to claim. */
  private Uni<Boolean> claim(UUID webhookId) {
    Target target = targets.find(webhookId);
    int most = target == null || !mayClaim() ? 0 : mostRows(target);
    if (target == null || most <= 0) {
      return Uni.createFrom().item(false);
    }
    UUID owner = node.id();
    asked.merge(webhookId, most, Integer::sum);
    return store
        .claimDue(webhookId, owner, most, BYTES_PER_CLAIM, clock.instant())
        .chain(claim -> accept(claim, target, owner, most))
        .eventually(() -> asked.merge(webhookId, -most, DuePoller::sumOrNothing));
  }

  private static @Nullable Integer sumOrNothing(Integer one, Integer other) {
    int sum = one + other;
    return sum == 0 ? null : sum;
  }

  private int room(Target target, Limits limits) {
    return buffers.room(target.accountId(), target.id(), limits)
        - asked.getOrDefault(target.id(), 0);
  }

  private int mostRows(Target target) {
    Breaker breaker = breakers.of(target.id());
    if (!breaker.allows(clock.instant())) {
      return 0;
    }
    Limits limits = BufferLimits.of(target);
    int room = Math.min(room(target, limits), ROWS_PER_CLAIM);
    int ofOneRequest = limits.batching() ? limits.maxEvents() : 1;
    // A probe is one request.
    int most =
        breaker.isOpen() ? Math.min(room, ofOneRequest - asked.getOrDefault(target.id(), 0)) : room;
    Throttle throttle = throttles.of(target);
    return throttle == null ? most : Math.min(most, throttledRows(target, throttle, ofOneRequest));
  }

  /** Few at a time, since more of them would go back to the table when it asks for less again. */
  private int throttledRows(Target target, Throttle throttle, int ofOneRequest) {
    if (clock.instant().isBefore(throttle.until())
        && throttle.untilNext(clock.instant()).isPositive()) {
      return 0;
    }
    long enough = (long) throttle.rate().in(THROTTLED_WORK) * ofOneRequest;
    long here = (long) buffers.waiting(target.id()) + asked.getOrDefault(target.id(), 0);
    // Not for each place that comes free: a claim of few rows costs nearly as much as one of many.
    return here * 2 > enough ? 0 : (int) Math.min(enough - here, ROWS_PER_CLAIM);
  }

  /** Offers what was claimed; whether more may be claimed at once. */
  private Uni<Boolean> accept(DeliveryStore.Claim claim, Target target, UUID owner, int asked) {
    boolean all = claim.all() == 0 || (claim.all() < asked && !isCutByBytes(claim));
    if (all) {
      backlog.remove(target.id());
    } else {
      backlog.add(target.id());
    }
    boolean open = breakers.of(target.id()).isOpen();
    List<Pending> homeless = new ArrayList<>();
    Limits limits = BufferLimits.of(target);
    for (Pending row : claim.rows()) {
      if (node.owns(owner)
          && buffers.reserve(target.accountId(), target.id(), row.id(), row.size(), limits)) {
        buffers.offer(row);
      } else {
        homeless.add(row);
      }
    }
    if (open) {
      buffers.narrow(target.id(), 1);
    }
    Uni<Void> rest =
        claim.lost().isEmpty()
            ? Uni.createFrom().voidItem()
            : store.endLost(claim.lost(), owner, clock.instant());
    return rest.chain(() -> standing.release(target.id(), homeless))
        .map(released -> !all && !open && homeless.isEmpty());
  }

  /**
   * Whether the claim may have stopped for its bytes, so that fewer rows do not mean that nothing
   * is left.
   */
  private static boolean isCutByBytes(DeliveryStore.Claim claim) {
    long bytes = claim.rows().stream().mapToLong(Pending::size).sum();
    return bytes > BYTES_PER_CLAIM / 2;
  }
}
