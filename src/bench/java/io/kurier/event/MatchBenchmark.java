package io.kurier.event;

import io.kurier.webhook.Batching;
import io.kurier.webhook.DeliveryPolicy;
import io.kurier.webhook.SigningKeys;
import io.kurier.webhook.Target;
import java.net.URI;
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
    List<Target> targets = new java.util.ArrayList<>();
    for (int i = 0; i < webhooks; i++) {
      targets.add(
          new Target(
              new UUID(0, i),
              "default",
              1,
              URI.create("https://example.com/"),
              List.of(types[i % TYPES]),
              Batching.OFF,
              DeliveryPolicy.DEFAULT,
              Map.of(),
              new SigningKeys(new byte[] {1}, null, null),
              false));
    }
    subscriptions = Subscriptions.of(Set.of(types), Map.of(), targets);
  }

  @Benchmark
  public List<Target> match() {
    next = (next + 1) % TYPES;
    return subscriptions.match(types[next], false);
  }
}
