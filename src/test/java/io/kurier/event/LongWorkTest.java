package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LongWorkTest {

  @Test
  void aFullGroupOfShortRequestsIsShort() {
    assertTrue(LongWork.isShort(1_000, 5_000));
  }

  @Test
  void aRequestOfManyLinesOrOfManyDeliveriesIsLong() {
    assertFalse(LongWork.isShort(2_001, 0));
    assertFalse(LongWork.isShort(100, 100_000));
  }

  @Test
  void shortWorkStaysOnItsThreadAndLongWorkLeavesIt() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    LongWork.executor(1, 1).execute(() -> threads.add(Thread.currentThread()));
    assertTrue(threads.contains(Thread.currentThread()));

    CountDownLatch elsewhere = new CountDownLatch(1);
    Thread here = Thread.currentThread();
    LongWork.executor(1, 100_000)
        .execute(
            () -> {
              if (Thread.currentThread() != here) {
                elsewhere.countDown();
              }
            });
    assertTrue(elsewhere.await(10, TimeUnit.SECONDS));
  }
}
