package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that is frozen, and goes on when its rows are another's. */
class FreezeIT {

  private static final int PRODUCERS = 8;
  private static final Duration FROZEN = Extent.seconds("frozen", 6);

  /** Its receiver takes its time, so that much waits in the nodes' memory. */
  private static final String SLOW = "/slow";

  /**
   * Requests that were begun before the freeze and left the process after it: those of 68 on the
   * way whose connection was just being made.
   */
  private static final int MOST_ON_THE_WAY = 10;

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  @Test
  void aNodeThatWakesUpSendsNothingThatIsNotItsOwnAnyMore() throws Exception {
    try (Trial trial = new Trial(DATABASE, "frozen")) {
      NodeProcess[] nodes = trial.startAll(trial.setup(), trial.setup());
      NodeProcess frozen = nodes[0];
      NodeProcess survivor = nodes[1];
      trial
          .receiver()
          .answer(
              got -> {
                Answer answer = trial.arrivals().acknowledge(got);
                return got.path().equals(SLOW) ? Answer.late(250, 200) : answer;
              });
      trial.createWebhooks(nodes);
      frozen.createWebhook(trial.receiver().url(SLOW), ", \"delivery\": {\"maxInFlight\": 4}");
      Trial.awaitMatching(3, nodes);
      String id =
          trial
              .texts("select id::text from node where name = '" + frozen.name() + "'")
              .iterator()
              .next();
      Producers producers = new Producers(PRODUCERS, frozen, survivor);
      Trial.awaitAccepted(producers, 2_000);
      assertTrue(frozen.metric("kurier_buffered_deliveries") > 200);

      frozen.freeze();
      Set<String> early = Set.copyOf(producers.accepted());
      trial.receiver().answer(trial.arrivals()::acknowledge);
      long began = System.nanoTime();
      await()
          .atMost(Extent.lease().plusSeconds(5))
          .until(() -> trial.count("select count(*) from node where id = '" + id + "'") == 0);
      long takenOver = System.nanoTime() - began;
      await()
          .atMost(FROZEN.plusSeconds(30))
          .until(
              () ->
                  System.nanoTime() - began >= FROZEN.toNanos()
                      && trial.arrivals().at(SLOW).containsAll(early)
                      && trial.count("select count(*) from delivery where owner = '" + id + "'")
                          == 0);

      // From now on nothing may arrive that had arrived before, but what was on the wire.
      AtomicBoolean awake = new AtomicBoolean();
      AtomicInteger repeated = new AtomicInteger();
      trial
          .receiver()
          .answer(
              got -> {
                if (awake.get()) {
                  Set<String> before = trial.arrivals().at(got.path());
                  repeated.addAndGet(
                      (int) Arrivals.ids(got).stream().filter(before::contains).count());
                }
                return trial.arrivals().acknowledge(got);
              });
      awake.set(true);
      frozen.thaw();
      await().atMost(Duration.ofSeconds(20)).until(() -> frozen.hasLogged("lease.lost"));
      Trial.awaitAccepted(producers, 500);
      producers.close();
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED, SLOW);
      assertEquals(1, frozen.metric("kurier_leases_lost_total"));
      assertEquals(0, survivor.metric("kurier_leases_lost_total"));
      assertEquals(0, trial.count("select count(*) from delivery where owner = '" + id + "'"));
      assertTrue(repeated.get() <= MOST_ON_THE_WAY, repeated + " were sent again after the freeze");
      assertEquals(Set.of(), producers.otherAnswers());
      trial.report(
          "5. a node frozen for %d s (%d repeated after it woke)"
              .formatted(FROZEN.toSeconds(), repeated.get()),
          result,
          Trial.seconds(takenOver));
    }
  }
}
