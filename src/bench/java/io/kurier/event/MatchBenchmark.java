package io.kurier.event;

import io.kurier.webhook.Subscriber;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
import org.openjdk.jmh.annotations.Warmup;

/** Matching an event with an account's webhooks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class MatchBenchmark {

  private static final int TYPES = 1_000;

  /** Of one account, each for another type, or every one for its own thousandth. */
  @Param({"100", "100000"})
  public int webhooks;

  private Subscriptions subscriptions = Subscriptions.of(Set.of(), Map.of(), List.of());
  private final String[] types = new String[TYPES];
  private int next;

  @Setup
  public void index() {
    for (int i = 0; i < TYPES; i++) {
      types[i] = "type_" + i;
    }
    List<Subscriber> all = new java.util.ArrayList<>();
    for (int i = 0; i < webhooks; i++) {
      all.add(new Subscriber(new UUID(0, i), "default", List.of(types[i % TYPES]), null));
    }
    subscriptions = Subscriptions.of(Set.of(types), Map.of(), all);
  }

  @Benchmark
  public List<Subscriber> match() {
    next = (next + 1) % TYPES;
    return subscriptions.match(types[next], false);
  }
}
