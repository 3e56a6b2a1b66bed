package io.kurier.delivery;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

  private static final int LOOPS = 2;
  private static final long WORK = Duration.ofMillis(15).toNanos();

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
  private final EventLoops loops = new EventLoops(vertx);
  private final AtomicBoolean hasWork = new AtomicBoolean(true);

  @AfterEach
  void stop() {
    hasWork.set(false);
    loops.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** One piece of work after the other, as requests are. */
  private void work(Context loop) {
    long end = System.nanoTime() + WORK;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    if (hasWork.get()) {
      loop.runOnContext(ignored -> work(loop));
    }
  }

  @Test
  void theyAreBusyAsLongAsWhatIsNewHasToWait() {
    await().until(() -> !loops.areBusy());
    for (int i = 0; i < LOOPS; i++) {
      Context loop = loops.at(i);
      loop.runOnContext(ignored -> work(loop));
    }
    await().until(loops::areBusy);
    hasWork.set(false);
    await().until(() -> !loops.areBusy());
  }
}
