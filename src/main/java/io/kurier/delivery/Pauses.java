package io.kurier.delivery;

import io.kurier.batch.GroupCommit;
import io.kurier.storage.Database;
import io.kurier.webhook.Target;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Pauses that receivers ask for, shared with the other nodes. Only those that are long enough to
 * matter, and several at once: NOTIFY makes the commits of a database wait for each other.
 */
// Not @Singleton: this and the index of webhooks need each other.
@ApplicationScoped
public class Pauses {

  /** The channel on which nodes hear of each other's. */
  public static final String CHANNEL = "kurier_pause";

  private static final Logger LOG = Logger.getLogger(Pauses.class);

  /** Shorter ones are each node's own. */
  private static final Duration SHORTEST = Duration.ofSeconds(2);

  /** By so much a pause must be longer to be told again. */
  private static final Duration LONGER = Duration.ofSeconds(1);

  private static final Duration GAP = Duration.ofMillis(200);
  private static final int GROUP = 1_000;
  private static final Duration KEPT = Duration.ofHours(1);

  /** Bytes of a row, about. */
  private static final int SIZE = 28;

  private final PauseStore store;
  private final Targets targets;
  private final Throttles throttles;
  private final Standing standing;
  private final Clock clock;
  private final GroupCommit<PauseStore.Pause, PauseStore.Pause> group;

  /** What was told or heard, by webhook; what is over goes when they are read. */
  private final ConcurrentHashMap<UUID, PauseStore.Pause> known = new ConcurrentHashMap<>();

  Pauses(PauseStore store, Targets targets, Throttles throttles, Standing standing, Clock clock) {
    this.store = store;
    this.targets = targets;
    this.throttles = throttles;
    this.standing = standing;
    this.clock = clock;
    this.group =
        new GroupCommit<>(
            new GroupCommit.Settings(GROUP, Long.MAX_VALUE, 1, () -> GAP, GROUP, null),
            pauses -> store.putAll(pauses).replaceWith(pauses),
            failure -> false);
  }

  /** A receiver said "later"; the item comes when what follows is under way. */
  Uni<Void> onLater(Attempt attempt, Target target, Later later) {
    Instant now = clock.instant();
    Instant until = throttles.onLater(target, later, attempt.sentAt(), now).until();
    share(target, until, now);
    return standing.onPaused(target.id(), until);
  }

  /** Tells the other nodes where it matters. */
  private void share(Target target, Instant until, Instant now) {
    PauseStore.Pause pause = new PauseStore.Pause(target.id(), target.version(), until);
    PauseStore.Pause before = known.get(target.id());
    if (until.isBefore(now.plus(SHORTEST))
        || (before != null
            && before.version() == pause.version()
            && until.isBefore(before.until().plus(LONGER)))) {
      return;
    }
    known.put(target.id(), pause);
    LOG.infof("webhook.paused webhook=%s until=%s", target.id(), until);
    group.submitAndForget(
        pause,
        target.accountId(),
        1,
        SIZE,
        failure -> {
          if (failure != null) {
            // The next request that is answered so tells it again.
            known.remove(target.id(), pause);
            complain(failure);
          }
        });
  }

  /** Another node was asked for one, or this one told it. */
  public Uni<Void> onNotified(String notified) {
    return hear(PauseStore.Pause.parse(notified));
  }

  /** Reads what is paused: at the start, and in case that something was not heard. */
  public Uni<Void> load() {
    return Uni.createFrom()
        .deferred(() -> store.present(clock.instant()))
        .invoke(this::forgetOver)
        .chain(
            pauses ->
                Multi.createFrom()
                    .iterable(pauses)
                    .onItem()
                    .transformToUniAndConcatenate(this::hear)
                    .toUni())
        .replaceWithVoid();
  }

  /** Reads what is paused, and deletes what has been over for a while. Never fails. */
  public Uni<Void> refresh() {
    return load()
        .chain(() -> store.deleteOver(clock.instant().minus(KEPT)))
        .onFailure()
        .invoke(Pauses::complain)
        .onFailure()
        .recoverWithNull();
  }

  private void forgetOver(List<PauseStore.Pause> present) {
    Instant now = clock.instant();
    known.values().removeIf(pause -> pause.until().isBefore(now));
    throttles.forgetFormer(targets);
  }

  private Uni<Void> hear(PauseStore.Pause pause) {
    Target target = targets.find(pause.webhookId());
    if (target == null || target.version() != pause.version()) {
      // An edit leaves the row as it is, and ends the pause.
      return Uni.createFrom().voidItem();
    }
    Instant now = clock.instant();
    Instant latest = now.plus(RetryAfter.MOST);
    Instant until = pause.until().isAfter(latest) ? latest : pause.until();
    known.put(target.id(), pause);
    throttles.onHeard(target, until, now);
    return standing.onPaused(target.id(), until);
  }

  private static void complain(Throwable failure) {
    if (!Database.isAway(failure)) {
      LOG.warnf("pause.not_shared reason=%s", failure.getMessage());
    }
  }
}
