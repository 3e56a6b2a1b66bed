package io.kurier.event;

import io.kurier.batch.FairQueue;
import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.kurier.problem.DomainError;
import io.kurier.share.Holder;
import io.kurier.share.Pool;
import io.kurier.share.Pools;
import io.kurier.share.SharedPool;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where requests are read that would keep an event loop busy for longer than others may notice. Few
 * at a time, which also bounds what reading them takes of the heap; accounts take turns, so one
 * that brings many of them makes only itself wait.
 */
@Singleton
class LongReads {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Executor workers;
  private final SharedPool waiting;
  private final SharedPool running;

  // Guarded by this.
  private final FairQueue<Read<?>> queue = new FairQueue<>();

  @Inject
  LongReads(Pools pools, Meters meters) {
    this(Infrastructure.getDefaultWorkerPool(), pools.of(Pool.WAITING_READS), pools.of(Pool.READS));
    meters.watch(Level.WAITING_REQUESTS, this::waiting);
  }

  LongReads(Executor workers, SharedPool waiting, SharedPool running) {
    this.workers = workers;
    this.waiting = waiting;
    this.running = running;
  }

  private static final class Read<T> {
    private final Holder account;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** Null once there is a result: a body of 5 MiB must not wait for its turn without a use. */
    private volatile @Nullable Supplier<T> work;

    Read(Holder account, Supplier<T> work) {
      this.account = account;
      this.work = work;
      // Whoever hangs up cancels it.
      var _ = result.whenComplete((value, failure) -> this.work = null);
    }

    Holder account() {
      return account;
    }

    CompletableFuture<T> result() {
      return result;
    }

    /** What follows on the result runs within this, too. */
    void run() {
      Supplier<T> given = work;
      if (given != null) {
        T value;
        try {
          value = given.get();
        } catch (Throwable e) {
          // An error, too: without an answer the request would hang, and so would all behind it.
          fail(e);
          return;
        }
        result.complete(value);
      }
    }

    void fail(Throwable failure) {
      result.completeExceptionally(failure);
    }
  }

  /**
   * Does the work when it is its turn. Fails with what the work throws, and with 429 where too much
   * of the account waits already.
   */
  <T> Uni<T> run(String account, Supplier<T> work) {
    return Uni.createFrom()
        .completionStage(
            () -> {
              Read<T> read = new Read<>(Holder.of(account), work);
              enqueue(read);
              begin();
              return read.result();
            });
  }

  /**
   * The same; what follows goes on in the caller's Vert.x context, where the request's scope is.
   */
  <T> Uni<T> runAndComeBack(String account, Supplier<T> work) {
    return run(account, work).emitOn(MutinyHelper.executor(Vertx.currentContext()));
  }

  /** Requests that wait. */
  long waiting() {
    return waiting.used();
  }

  private synchronized void enqueue(Read<?> read) {
    if (!waiting.tryTake(read.account(), 1)) {
      throw DomainError.overloaded(RETRY_AFTER);
    }
    queue.add(read.account().account(), read);
  }

  private void begin() {
    Read<?> first = next();
    while (first != null && !tryBegin(first)) {
      first = next();
    }
  }

  /** False where there is no thread for it; then it has failed. */
  private boolean tryBegin(Read<?> first) {
    try {
      workers.execute(() -> work(first));
      return true;
    } catch (Throwable e) {
      first.fail(e);
      running.giveBack(first.account(), 1);
      return false;
    }
  }

  private void work(Read<?> first) {
    for (Read<?> read = first; read != null; read = next()) {
      try {
        read.run();
      } finally {
        running.giveBack(read.account(), 1);
      }
    }
  }

  /** The next one that may be read, as one of those that are. */
  private synchronized @Nullable Read<?> next() {
    Read<?> next = queue.poll(account -> true, read -> running.tryTake(read.account(), 1));
    if (next != null) {
      waiting.giveBack(next.account(), 1);
    }
    return next;
  }
}
