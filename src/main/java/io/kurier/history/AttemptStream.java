package io.kurier.history;

import io.kurier.cluster.Draining;
import io.kurier.delivery.AttemptView;
import io.kurier.paging.ListParameters;
import io.kurier.paging.Page;
import io.kurier.problem.DomainError;
import io.kurier.share.Holder;
import io.kurier.share.Pool;
import io.kurier.share.Pools;
import io.kurier.share.SharedPool;
import io.kurier.time.Ids;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Follows a webhook's requests as they are recorded, whichever node made them: by a look at the
 * table each second, for as long as somebody watches. So watching costs a query a second, and
 * nobody who delivers knows of it.
 */
@ApplicationScoped
class AttemptStream {

  /** A faster webhook shows its newest ones only. */
  private static final int MOST_AT_ONCE = 200;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /**
   * An id is made before its request, which is recorded when it ended: after 30 s at most, and a
   * little.
   */
  private static final Duration LATEST = Duration.ofMinutes(1);

  private final AttemptLogStore store;
  private final Draining draining;
  private final Clock clock;
  private final SharedPool streams;

  AttemptStream(AttemptLogStore store, Draining draining, Pools pools, Clock clock) {
    this.store = store;
    this.draining = draining;
    this.streams = pools.of(Pool.STREAMS);
    this.clock = clock;
  }

  /**
   * What each look finds that no look before it found; it may be nothing. Ends when the node stops,
   * or where the database is away.
   *
   * @param outcome null for any
   * @param type of one of the events that it carried; null for any
   * @param lastId the last request that was seen; what was recorded after it comes first, and some
   *     that came before it come again. Null to begin now
   * @throws DomainError 503 where too many of the account watch already
   */
  Multi<Found> follow(
      String accountId,
      UUID webhookId,
      @Nullable String outcome,
      @Nullable String type,
      @Nullable UUID lastId) {
    Holder account = Holder.of(accountId);
    if (!streams.hasRoom(account, 1)) {
      throw DomainError.unavailable(
          "So many watch already that another one has to wait.", Duration.ofSeconds(5));
    }
    Watch watch = new Watch(lastId);
    return Multi.createBy()
        .repeating()
        .uni(
            () ->
                look(accountId, webhookId, outcome, watch)
                    .chain(found -> ofType(type, accountId, found)))
        .withDelay(LOOK_EVERY)
        .whilst(found -> !draining.isDraining())
        .onFailure()
        .recoverWithCompletion()
        .onSubscription()
        .invoke(() -> streams.take(account, 1))
        .onTermination()
        .invoke(() -> streams.giveBack(account, 1));
  }

  private Uni<Found> look(String accountId, UUID webhookId, @Nullable String outcome, Watch watch) {
    Instant since = watch.since(clock.instant().minus(LATEST), LATEST);
    AttemptFilter filter =
        new AttemptFilter(
            outcome, null, since, ListParameters.LAST_TIME, ListParameters.LAST_ID, MOST_AT_ONCE);
    return store.ofWebhook(accountId, webhookId, filter).map(watch::next);
  }

  /** Only what is new is asked for its type, so each event once. */
  private Uni<Found> ofType(@Nullable String type, String accountId, Found found) {
    return type == null
        ? Uni.createFrom().item(found)
        : store
            .thatCarried(type, accountId, found.attempts())
            .map(attempts -> new Found(attempts, found.skipped()));
  }

  /**
   * What a look found.
   *
   * @param attempts the oldest first
   * @param skipped whether there were more
   */
  record Found(List<AttemptView> attempts, boolean skipped) {}

  /** Tells what is new from what was seen; used by one look after the other. */
  static final class Watch {

    private final @Nullable UUID lastId;
    private @Nullable List<UUID> seen;

    Watch(@Nullable UUID lastId) {
      this.lastId = lastId;
    }

    /** From when on the next look has to look: earlier, where the watcher was away. */
    Instant since(Instant recent, Duration latest) {
      if (seen != null || lastId == null) {
        return recent;
      }
      Instant left = Ids.timeOf(lastId).minus(latest);
      return left.isBefore(recent) ? left : recent;
    }

    /**
     * What is new of the newest ones. What a page no longer shows never comes back on one: rows are
     * only added.
     */
    Found next(Page<AttemptView> newest) {
      List<UUID> before = seen;
      List<AttemptView> attempts = newest.items();
      seen = attempts.stream().map(AttemptView::id).toList();
      if (before == null && lastId == null) {
        return new Found(List.of(), false);
      }
      List<UUID> known = before == null ? List.of() : before;
      List<AttemptView> fresh =
          attempts.reversed().stream()
              .filter(attempt -> !known.contains(attempt.id()) && !attempt.id().equals(lastId))
              .toList();
      return new Found(fresh, newest.next() != null && fresh.size() == attempts.size());
    }
  }
}
