package io.kurier.delivery;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Contexts of the sender's own, one for each event loop, and how far behind its work each loop is.
 *
 * <p>A batch often leaves its buffer on the context of a producer's request, which belongs to the
 * HTTP server: when that stops, before the drain has ended, Vert.x cancels the timers and closes
 * the clients of that context, and a request on it would never end.
 */
// Made at startup: outside of any context.
@Startup
@Singleton
class EventLoops {

  private final List<ContextInternal> contexts;
  private final List<Probe> probes;

  EventLoops(Vertx vertx) {
    this.contexts =
        Stream.generate(((VertxInternal) vertx)::createEventLoopContext)
            .limit(2L * Runtime.getRuntime().availableProcessors())
            .toList();
    this.probes =
        contexts.stream().map(ContextInternal::nettyEventLoop).distinct().map(Probe::new).toList();
  }

  /** How many there are. */
  int count() {
    return contexts.size();
  }

  /**
   * The context of one of them.
   *
   * @param number from zero, below {@link #count()}
   */
  ContextInternal at(int number) {
    return contexts.get(number);
  }

  /** Whether they have so much to do that, on average, what is new waits for some milliseconds. */
  boolean areBusy() {
    long late = 0;
    for (Probe probe : probes) {
      late += probe.late;
    }
    return late > Probe.BUSY * probes.size();
  }

  @PreDestroy
  void stop() {
    probes.forEach(Probe::stop);
  }

  /** Is to run at fixed times, and sees by how much it is late. */
  private static final class Probe implements Runnable {

    private static final long PERIOD = Duration.ofMillis(20).toNanos();

    /**
     * Late by so much, a loop is busy. It is 0.2 ms at rest, and 1 to 6 ms where all cores are
     * busy.
     */
    private static final long BUSY = Duration.ofMillis(2).toNanos();

    /** The last time counts for one part in so many: a pause is not much to do. */
    private static final int SMOOTH = 4;

    private final ScheduledFuture<?> runs;
    private long ranAt = System.nanoTime();
    private volatile long late;

    Probe(EventLoop loop) {
      this.runs = loop.scheduleWithFixedDelay(this, PERIOD, PERIOD, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
      long now = System.nanoTime();
      long before = late;
      late = before + (now - ranAt - PERIOD - before) / SMOOTH;
      ranAt = now;
    }

    void stop() {
      runs.cancel(false);
    }
  }
}
