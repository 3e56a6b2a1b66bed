package io.kurier.delivery;

import io.kurier.batch.BatchBuffers;
import io.kurier.batch.GroupCommit;
import io.kurier.cluster.Node;
import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.kurier.share.Holder;
import io.kurier.share.Pool;
import io.kurier.share.Pools;
import io.kurier.share.SharedPool;
import io.kurier.storage.Database;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Records attempts in groups, for as long as it takes; what is not recorded yet stays held. */
@Singleton
@Startup // its metric is to be there before the first delivery
class Recorder {

  private static final Logger LOG = Logger.getLogger(Recorder.class);

  private static final int GROUPS_IN_FLIGHT = 2;

  /** Nobody waits for a record; what a crash leaves unrecorded is sent again, so it is not long. */
  private static final Duration GAP = Duration.ofMillis(10);

  private static final int GROUP_ROWS = 2_000;
  private static final long GROUP_BYTES = 4L * 1_024 * 1_024;

  /** While the database is away it is asked again after this time, and ever more seldom. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private static final Duration LAST_PAUSE = Duration.ofSeconds(5);

  private final AttemptStore store;
  private final BatchBuffers buffers;
  private final DuePoller poller;
  private final GroupCommit<Attempt, Attempt> group;
  private final AttemptCounter counter;
  private final SharedPool unrecorded;
  private final SharedPool unrecordedBytes;
  private final AtomicInteger stuck = new AtomicInteger();

  Recorder(
      AttemptStore store,
      BatchBuffers buffers,
      DuePoller poller,
      Node node,
      AttemptCounter counter,
      Pools pools,
      Meters meters) {
    this.store = store;
    this.buffers = buffers;
    this.poller = poller;
    this.counter = counter;
    this.unrecorded = pools.of(Pool.UNRECORDED);
    this.unrecordedBytes = pools.of(Pool.UNRECORDED_BYTES);
    meters.watch(Level.UNRECORDED_DELIVERIES, unrecorded::used);
    this.group =
        new GroupCommit<>(
            // The queue is bounded by the pause of sending, and nothing of it may be refused.
            new GroupCommit.Settings(
                GROUP_ROWS,
                GROUP_BYTES,
                GROUPS_IN_FLIGHT,
                () -> node.between(GAP),
                GROUP_ROWS,
                null),
            this::commit,
            Database::isRefused);
  }

  /**
   * Whether so much of the holder's is not recorded that nothing more of it may be sent for now
   * (design section 2).
   */
  boolean isFull(Holder holder) {
    return !unrecorded.hasRoom(holder, 1) || !unrecordedBytes.hasRoom(holder, 1);
  }

  /** Whether everything is recorded. */
  boolean isResting() {
    return unrecorded.used() == 0;
  }

  /** Rows that stay held until this node ends, since nothing of their attempts can be recorded. */
  int stuck() {
    return stuck.get();
  }

  /** Takes an attempt over, to be recorded with others. */
  void record(Attempt attempt) {
    int rows = attempt.batch().rows().size();
    Holder holder = new Holder(attempt.batch().accountId(), attempt.batch().webhookId());
    unrecorded.take(holder, rows);
    unrecordedBytes.take(holder, attempt.outcome().response().length);
    group.submitAndForget(
        attempt,
        attempt.batch().accountId(),
        rows,
        attempt.outcome().response().length,
        failure -> onRecorded(attempt, holder, failure));
  }

  private Uni<List<Attempt>> commit(List<Attempt> attempts) {
    Uni<Void> recorded = recordAll(attempts);
    if (attempts.size() == 1) {
      Attempt only = attempts.getFirst();
      recorded =
          recorded
              .onFailure(Database::isRefused)
              .recoverWithUni(refused -> recordStripped(only, refused));
    }
    return recorded.replaceWith(attempts);
  }

  private Uni<Void> recordAll(List<Attempt> attempts) {
    return store
        .recordAll(attempts, false)
        .onFailure(failure -> !Database.isRefused(failure))
        .recoverWithUni(() -> whenBack(() -> store.recordAll(attempts, true)));
  }

  /** What the database refuses would be sent again and again: so less of it is recorded. */
  private Uni<Void> recordStripped(Attempt attempt, Throwable refused) {
    LOG.warnf("attempt.stripped id=%s reason=%s", attempt.id(), reason(refused));
    List<Attempt> stripped = List.of(attempt.stripped());
    return whenBack(() -> store.recordAll(stripped, true))
        .onFailure(Database::isRefused)
        .recoverWithUni(again -> followOnly(attempt, again));
  }

  /** Without the detail, which quotes the row and with it what the receiver answered. */
  private static String reason(Throwable refused) {
    return refused instanceof PgException answer
        ? answer.getSqlState() + " " + answer.getErrorMessage()
        : refused.getClass().getSimpleName();
  }

  /** At least what follows for its deliveries. */
  private Uni<Void> followOnly(Attempt attempt, Throwable refused) {
    LOG.errorf("attempt.left_out id=%s reason=%s", attempt.id(), reason(refused));
    return whenBack(() -> store.followOnly(attempt));
  }

  private static Uni<Void> whenBack(Supplier<Uni<? extends Void>> call) {
    return Uni.createFrom()
        .deferred(call)
        .onFailure(failure -> !Database.isRefused(failure))
        .retry()
        .withBackOff(FIRST_PAUSE, LAST_PAUSE)
        .indefinitely();
  }

  private void onRecorded(Attempt attempt, Holder holder, @Nullable Throwable failure) {
    List<UUID> rows = new ArrayList<>(attempt.batch().rows().size());
    attempt.batch().rows().forEach(row -> rows.add(row.id()));
    if (failure == null) {
      counter.onRecorded(
          attempt.batch().webhookId(),
          attempt.sentAt(),
          attempt.duration(),
          attempt.outcome(),
          attempt.batch().members().size());
      buffers.release(rows);
    } else {
      // Not even what follows could be recorded. The rows stay held: released, they would be
      // claimed and sent again and again. As it is they are sent once more after the next start.
      stuck.addAndGet(rows.size());
      LOG.errorf(
          "attempt.not_recorded id=%s rows=%s reason=%s", attempt.id(), rows, reason(failure));
    }
    unrecorded.giveBack(holder, rows.size());
    unrecordedBytes.giveBack(holder, attempt.outcome().response().length);
    buffers.resume();
    switch (attempt.verdict()) {
      case Verdict.Again again -> poller.wakeAt(attempt.batch().webhookId(), again.due());
      case Verdict.Halved halved -> poller.wakeAt(attempt.batch().webhookId(), halved.due());
      case Verdict.Delivered _, Verdict.Failed _ -> {}
    }
  }
}
