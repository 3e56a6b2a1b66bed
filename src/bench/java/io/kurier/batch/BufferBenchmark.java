package io.kurier.batch;

import io.kurier.share.Holder;
import io.kurier.share.SharedPool;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An event's way through a webhook's buffer, from its place to the batch that takes it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class BufferBenchmark {

  /** Events in a batch; 1 where batching is off. */
  @Param({"1", "100"})
  public int together;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final UUID webhook = new UUID(0, 1);
  private final Member member = new Member(new UUID(0, 2), "contact_added", new byte[500]);
  private BatchBuffer buffer = open(1);
  private long number;

  private BatchBuffer open(int maxEvents) {
    BatchSink sink =
        new BatchSink() {
          @Override
          public Uni<Void> send(Batch batch) {
            return Uni.createFrom().voidItem();
          }

          @Override
          public boolean mayStart(Holder webhook) {
            return true;
          }

          @Override
          public boolean isBusy(String accountId) {
            return false;
          }

          @Override
          public long nanosToWait(UUID webhookId) {
            return 0;
          }

          @Override
          public boolean isBehind(UUID id) {
            return false;
          }
        };
    Limits limits = new Limits(maxEvents > 1, maxEvents, 1_048_576, Duration.ofMinutes(1), 32);
    return new BatchBuffer(
        "default", webhook, limits, sink, new InFlight(new SharedPool(2_000), sink), timer);
  }

  @Setup
  public void open() {
    buffer = open(together);
  }

  @TearDown
  public void close() {
    timer.shutdownNow();
  }

  @Benchmark
  public boolean through() {
    boolean reserved = buffer.reserve();
    buffer.offer(Pending.first(new UUID(1, ++number), webhook, null, "default", member));
    return reserved;
  }
}
