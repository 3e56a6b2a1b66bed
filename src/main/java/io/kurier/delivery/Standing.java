package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.batch.Pending;
import io.kurier.cluster.Node;
import io.kurier.storage.Database;
import io.kurier.webhook.Target;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * How a webhook stands with this node after each request: its breaker, what may be on the way, and
 * whether it is failing or suspended.
 */
@Singleton
class Standing {

  private static final Logger LOG = Logger.getLogger(Standing.class);

  /** Failing for so long: suspended (design section 4). */
  private static final Duration LONGEST_FAILING = Duration.ofDays(5);

  /**
   * What waits in memory goes back to the table for a pause of this length: there any node may take
   * it up afterwards, and it takes no room meanwhile. A shorter one would cost two statements for
   * nothing.
   */
  static final Duration LONG_PAUSE = Duration.ofSeconds(10);

  private final Breakers breakers;
  private final Throttles throttles;
  private final Backlog backlog;
  private final BatchBuffers buffers;
  private final DeliveryStore deliveries;
  private final HealthStore health;
  private final Reconciler reconciler;
  private final Node node;
  private final Clock clock;

  /** Webhooks that this node noted as failing, until the index says so too. */
  private final Set<UUID> noted = ConcurrentHashMap.newKeySet();

  Standing(
      Breakers breakers,
      Throttles throttles,
      Backlog backlog,
      BatchBuffers buffers,
      DeliveryStore deliveries,
      HealthStore health,
      Reconciler reconciler,
      Node node,
      Clock clock) {
    this.breakers = breakers;
    this.throttles = throttles;
    this.backlog = backlog;
    this.buffers = buffers;
    this.deliveries = deliveries;
    this.health = health;
    this.reconciler = reconciler;
    this.node = node;
    this.clock = clock;
  }

  /** Whether a request of the webhook may begin. */
  boolean mayStart(UUID webhookId) {
    return node.mayStart() && breakers.of(webhookId).allows(clock.instant());
  }

  /** A request ended; the item comes when what follows is under way. */
  Uni<Void> onEnded(Attempt attempt, Target target) {
    if (attempt.outcome() instanceof Outcome.Acknowledged) {
      throttles.onAcknowledged(target, attempt.sentAt());
      return onAcknowledged(target);
    }
    Instant now = clock.instant();
    Breaker breaker = breakers.onFailure(target, now);
    buffers.narrow(target.id(), breaker.width(now));
    Uni<Void> after = Uni.createFrom().voidItem();
    if (breaker.isOpen()) {
      after =
          after
              .chain(() -> releaseWaiting(target.id()))
              .chain(() -> note(attempt, target, breaker, now));
    }
    if (attempt.verdict() instanceof Verdict.Failed failed && failed.suspends()) {
      after = after.chain(() -> suspend(attempt, target, now));
    }
    return after
        .onFailure()
        .invoke(failure -> logUnwritten(target, failure))
        .onFailure()
        .recoverWithNull();
  }

  /** A receiver asked for a pause, here or at another node. */
  Uni<Void> onPaused(UUID webhookId, Instant until) {
    return until.isBefore(clock.instant().plus(LONG_PAUSE))
        ? Uni.createFrom().voidItem()
        : releaseWaiting(webhookId)
            .onFailure()
            .invoke(
                failure ->
                    LOG.warnf(
                        "rows.not_released webhook=%s reason=%s", webhookId, failure.getMessage()))
            .onFailure()
            .recoverWithNull();
  }

  /** The index was read anew: it says by itself whether the webhook is failing. */
  void onIndexRead(UUID webhookId) {
    noted.remove(webhookId);
  }

  /** What a receiver asked for of a configuration before that is not asked for any more. */
  void endPauseBefore(UUID webhookId, int version) {
    throttles.forgetBefore(webhookId, version);
  }

  /**
   * The webhook was edited, or takes no deliveries any more: how its receiver fared says nothing.
   */
  void startAnew(UUID webhookId) {
    noted.remove(webhookId);
    breakers.forget(webhookId);
    buffers.narrow(webhookId, Integer.MAX_VALUE);
  }

  /** Gives rows that are not sent back to the table, for whoever may send them later. */
  Uni<Void> release(UUID webhookId, List<Pending> rows) {
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    backlog.add(webhookId);
    List<UUID> ids = rows.stream().map(Pending::id).toList();
    return deliveries
        .releaseAll(ids, node.id())
        .onFailure(failure -> !Database.isAway(failure))
        .invoke(
            failure ->
                LOG.warnf(
                    "rows.not_released webhook=%s reason=%s", webhookId, failure.getMessage()))
        // The reconciler finds them: in the table they are this node's, and it holds them no more.
        .onFailure()
        .invoke(reconciler::want)
        .onFailure()
        .recoverWithItem(0)
        .invoke(() -> buffers.release(ids))
        .replaceWithVoid();
  }

  /** Gives everything of a webhook that is not sent back to the table. */
  Uni<Void> releaseWaiting(UUID webhookId) {
    return release(webhookId, buffers.empty(webhookId));
  }

  private Uni<Void> onAcknowledged(Target target) {
    if (breakers.onAcknowledged(target.id())) {
      buffers.narrow(target.id(), Integer.MAX_VALUE);
    }
    if (!noted.remove(target.id()) && !target.failing()) {
      return Uni.createFrom().voidItem();
    }
    LOG.infof("webhook.recovered webhook=%s", target.id());
    return health
        .clearFailing(target.id())
        .onFailure()
        .invoke(failure -> logUnwritten(target, failure))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> note(Attempt attempt, Target target, Breaker breaker, Instant now) {
    Integer status = attempt.outcome().status();
    String reason = reason(attempt.outcome());
    if (!target.failing() && noted.add(target.id())) {
      Instant since = breaker.failingSince() == null ? now : breaker.failingSince();
      LOG.infof("webhook.failing webhook=%s since=%s reason=%s", target.id(), since, reason);
      return health.markFailing(target.id(), target.accountId(), since, reason, status);
    }
    return health.suspendIfFailingSince(
        target.id(), now.minus(LONGEST_FAILING), now, "failing for 5 days: " + reason, status);
  }

  private Uni<Void> suspend(Attempt attempt, Target target, Instant now) {
    LOG.infof("webhook.suspended webhook=%s reason=gone", target.id());
    return health.suspend(
        target.id(),
        target.accountId(),
        now,
        "The receiver answered 410 Gone.",
        attempt.outcome().status());
  }

  private static String reason(Outcome outcome) {
    Integer status = outcome.status();
    return status == null
        ? String.valueOf(outcome.error())
        : "The receiver answered " + status + ".";
  }

  private static void logUnwritten(Target target, Throwable failure) {
    LOG.warnf("health.not_written webhook=%s reason=%s", target.id(), failure.getMessage());
  }
}
