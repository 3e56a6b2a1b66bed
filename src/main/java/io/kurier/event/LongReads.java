package io.kurier.event;

import io.kurier.batch.FairQueue;
import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.kurier.problem.DomainError;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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

  /** Their bodies count as taken in meanwhile, so this is only reached by small ones. */
  private static final int MAX_WAITING = 1_000;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Executor workers;
  private final int atATime;

  // Guarded by this.
  private final FairQueue<Read<?>> queue = new FairQueue<>();
  private final Map<Object, Integer> waitingOf = new HashMap<>();
  private int waiting;
  private int running;

  @Inject
  LongReads(Meters meters) {
    // Half of the processors stay free for the event loops.
    this(
        Infrastructure.getDefaultWorkerPool(),
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    meters.watch(Level.WAITING_REQUESTS, this::waiting);
  }

  LongReads(Executor workers, int atATime) {
    this.workers = workers;
    this.atATime = atATime;
  }

  private record Read<T>(Object party, Supplier<T> work, CompletableFuture<T> result) {

    /** What follows on the result runs within this, too. */
    void run() {
      // Whoever hung up meanwhile has cancelled it.
      if (!result.isDone()) {
        T value;
        try {
          value = work.get();
        } catch (RuntimeException | StackOverflowError e) {
          result.completeExceptionally(e);
          return;
        }
        result.complete(value);
      }
    }
  }

  /**
   * Does the work when it is its turn. Fails with what the work throws, and with 429 where too much
   * waits already: an account may use as many places as it leaves free.
   *
   * @param party whose it is
   */
  <T> Uni<T> run(Object party, Supplier<T> work) {
    return Uni.createFrom()
        .completionStage(
            () -> {
              Read<T> read = new Read<>(party, work, new CompletableFuture<>());
              if (enqueue(read)) {
                workers.execute(this::work);
              }
              return read.result();
            });
  }

  /**
   * The same; what follows goes on in the caller's Vert.x context, where the request's scope is.
   */
  <T> Uni<T> runAndComeBack(Object party, Supplier<T> work) {
    return run(party, work).emitOn(MutinyHelper.executor(Vertx.currentContext()));
  }

  /** Requests that wait. */
  synchronized long waiting() {
    return waiting;
  }

  /** Whether one more has to begin to work. */
  private synchronized boolean enqueue(Read<?> read) {
    int own = waitingOf.getOrDefault(read.party(), 0) + 1;
    if (own > MAX_WAITING - waiting) {
      throw DomainError.overloaded(RETRY_AFTER);
    }
    queue.add(read.party(), read);
    waitingOf.put(read.party(), own);
    waiting++;
    if (running == atATime) {
      return false;
    }
    running++;
    return true;
  }

  private void work() {
    for (Read<?> read = next(); read != null; read = next()) {
      read.run();
    }
  }

  private synchronized @Nullable Read<?> next() {
    Read<?> next = queue.poll();
    if (next == null) {
      running--;
    } else {
      waiting--;
      waitingOf.computeIfPresent(next.party(), (party, own) -> own == 1 ? null : own - 1);
    }
    return next;
  }
}
