package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A queue that is in motion for long stays as small and as fast as it was. Only in the long form.
 */
@EnabledIfSystemProperty(named = "endurance", matches = "true")
class MotionIT {

  private static final int PRODUCERS = 16;
  private static final int MINUTES = Extent.of("motion", 60);

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  /** As of the end of a minute. */
  private record Sample(int accepted, int queueKilobytes, int deadRows) {}

  @Test
  void aQueueInMotionStaysLevel() throws Exception {
    try (Trial trial = new Trial(DATABASE, "motion")) {
      NodeProcess node = trial.start();
      trial.createWebhooks(node);
      Producers producers = new Producers(PRODUCERS, Extent.pause(), node);
      List<Sample> samples = new ArrayList<>();
      for (int minute = 1; minute <= MINUTES; minute++) {
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        await()
            .atMost(Duration.ofMinutes(2))
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> System.nanoTime() >= until);
        samples.add(
            new Sample(
                producers.accepted().size(),
                trial.count("select (pg_total_relation_size('delivery') / 1024)::integer"),
                trial.count(
                    "select n_dead_tup::integer from pg_stat_user_tables where relname = 'delivery'")));
      }
      producers.close();
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(0, result.duplicates());
      assertEquals(Set.of(), producers.otherAnswers());

      int quarter = Math.max(1, MINUTES / 4);
      List<Sample> second = samples.subList(quarter, 2 * quarter);
      List<Sample> last = samples.subList(MINUTES - quarter, MINUTES);
      trial.report(
          "12. in motion for %d min: queue %d → %d kB, dead rows %d → %d, events/s %d → %d"
              .formatted(
                  MINUTES,
                  largest(second),
                  largest(last),
                  dead(second),
                  dead(last),
                  rate(second),
                  rate(last)),
          result,
          "–");
      assertTrue(largest(last) <= largest(second) * 1.5, samples::toString);
      assertTrue(dead(last) <= dead(second) * 1.5 + 10_000, samples::toString);
      assertTrue(rate(last) >= rate(second) * 0.8, samples::toString);
    }
  }

  private static int largest(List<Sample> samples) {
    return samples.stream().mapToInt(Sample::queueKilobytes).max().orElseThrow();
  }

  private static int dead(List<Sample> samples) {
    return samples.stream().mapToInt(Sample::deadRows).max().orElseThrow();
  }

  private static int rate(List<Sample> samples) {
    int accepted = samples.getLast().accepted() - samples.getFirst().accepted();
    return accepted / Math.max(1, 60 * (samples.size() - 1));
  }
}
