package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.problem.DomainError;
import io.kurier.share.SharedPool;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LongReadsTest {

  private final Deque<Runnable> workers = new ArrayDeque<>();
  private final LongReads reads =
      new LongReads(workers::add, new SharedPool(1_000, 1), new SharedPool(2, 1));
  private final List<String> done = new ArrayList<>();

  private UniAssertSubscriber<String> read(String account, String name) {
    return reads
        .run(
            account,
            () -> {
              done.add(name);
              return name;
            })
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  @Test
  void anAccountHasHalfOfTheReadersHoweverMuchItBrings() {
    UniAssertSubscriber<String> first = read("a", "a1");
    read("a", "a2");
    read("a", "a3");
    read("b", "b1");
    assertEquals(2, workers.size());
    assertEquals(List.of(), done);
    workers.forEach(Runnable::run);
    assertEquals(List.of("a1", "a2", "a3", "b1"), done);
    first.assertCompleted().assertItem("a1");
    assertEquals(0, reads.waiting());
    workers.clear();
    read("a", "a4");
    assertEquals(1, workers.size());
  }

  @Test
  void anAccountHasAsManyPlacesAsItLeavesFree() {
    for (int i = 0; i <= 500; i++) {
      read("a", "a").assertNotTerminated();
    }
    Throwable refused = read("a", "a").assertFailed().getFailure();
    assertEquals(429, assertInstanceOf(DomainError.class, refused).status());
    read("b", "b").assertNotTerminated();
  }

  @Test
  void whatNobodyWaitsForIsNotRead() {
    UniAssertSubscriber<String> hungUp = read("a", "a");
    hungUp.cancel();
    Objects.requireNonNull(workers.poll()).run();
    assertEquals(List.of(), done);
  }

  @Test
  void whatNobodyWaitsForIsLetGoBeforeItsTurn() {
    UniAssertSubscriber<String> hungUp = UniAssertSubscriber.create();
    WeakReference<byte[]> body = readBody(hungUp);
    hungUp.cancel();
    System.gc();
    assertTrue(body.refersTo(null));
    assertEquals(1, workers.size());
  }

  /** On its own, so that nothing else holds the body. */
  private WeakReference<byte[]> readBody(UniAssertSubscriber<String> subscriber) {
    byte[] body = new byte[5 * 1_024 * 1_024];
    reads.run("a", () -> Integer.toString(body.length)).subscribe().withSubscriber(subscriber);
    return new WeakReference<>(body);
  }

  private UniAssertSubscriber<String> fail(Supplier<String> work) {
    return reads.run("a", work).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  @Test
  void aReadThatFailsDoesNotEndTheOthers() {
    UniAssertSubscriber<String> broken =
        fail(
            () -> {
              throw new IllegalStateException("broken");
            });
    UniAssertSubscriber<String> tooMuch =
        fail(
            () -> {
              throw new OutOfMemoryError("too much");
            });
    UniAssertSubscriber<String> next = read("a", "a");
    workers.forEach(Runnable::run);
    broken.assertFailedWith(IllegalStateException.class, "broken");
    tooMuch.assertFailedWith(OutOfMemoryError.class, "too much");
    next.assertItem("a");
  }

  @Test
  void whatNoThreadIsThereForFailsAndKeepsNoPlace() {
    SharedPool running = new SharedPool(2, 1);
    LongReads refused =
        new LongReads(
            command -> {
              throw new RejectedExecutionException("stopped");
            },
            new SharedPool(1_000, 1),
            running);
    refused
        .run("a", () -> "a")
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create())
        .assertFailedWith(RejectedExecutionException.class, "stopped");
    assertEquals(0, running.used());
    assertEquals(0, refused.waiting());
  }
}
