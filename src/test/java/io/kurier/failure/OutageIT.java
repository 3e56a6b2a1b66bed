package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import io.kurier.support.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The database goes away and comes back: no false 202, nothing lost, and both nodes keep their
 * rows.
 */
class OutageIT {

  private static final int PRODUCERS = 8;
  private static final Duration OUTAGE = Extent.seconds("outage", 6);
  private static final int CUTS = Extent.of("cuts", 20);

  private static final String EVENT = "{\"type\":\"contact_added\",\"n\":\"late\"}";

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  @Test
  void aDatabaseThatWasAwayFindsItsNodesAsTheyWere() throws Exception {
    try (Trial trial = new Trial(DATABASE, "stopped_database")) {
      NodeProcess[] nodes = trial.startAll(trial.setup(), trial.setup());
      NodeProcess one = nodes[0];
      NodeProcess other = nodes[1];
      trial.createWebhooks(nodes);
      Set<String> ids = trial.texts("select id::text from node");
      Producers producers = new Producers(PRODUCERS, one, other);
      Trial.awaitAccepted(producers, 2_000);
      DATABASE.stop();
      long away = System.nanoTime();
      await()
          .atMost(OUTAGE.plusSeconds(5))
          .until(() -> System.nanoTime() - away >= OUTAGE.toNanos());
      // Who was accepted may wait; who comes now is told.
      assertFalse(one.answer("/v1/events", EVENT).headers().firstValue("Retry-After").isEmpty());
      assertEquals(503, other.answer("/v1/events", EVENT).statusCode());
      DATABASE.start();
      long back = System.nanoTime();
      Trial.awaitAccepted(producers, 1);
      long recovery = System.nanoTime() - back;
      Trial.awaitAccepted(producers, 500);
      producers.close();
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(Set.of(), producers.otherAnswers());
      assertEquals(ids, trial.texts("select id::text from node"), "a node has another id");
      for (NodeProcess node : List.of(one, other)) {
        assertEquals(0, node.metric("kurier_leases_lost_total"));
        assertEquals(0, node.metric("kurier_rows_taken_over_total"));
        assertTrue(node.metric("kurier_database_failures_total") > 0);
        // It counts as back once no call failed for a while, which may be after the last delivery.
        await().atMost(Duration.ofSeconds(30)).until(() -> node.hasLogged("database.back"));
        assertEquals(1, node.log().stream().filter(line -> line.contains("database.away")).count());
      }
      trial.report(
          "4. database away for " + OUTAGE.toSeconds() + " s", result, Trial.seconds(recovery));
    }
  }

  /** Its conflicts were taken for an outage. */
  @Test
  void aDatabaseWhoseDefaultIsSerializableWorksAsAnyOther() throws Exception {
    try (Trial trial = new Trial(DATABASE, "serializable_database")) {
      trial.run(
          "alter database serializable_database"
              + " set default_transaction_isolation = 'serializable'");
      NodeProcess[] nodes = trial.startAll(trial.setup(), trial.setup());
      trial.createWebhooks(nodes);
      Producers producers = new Producers(PRODUCERS, nodes);
      Trial.awaitAccepted(producers, 1_000);
      producers.close();
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(Set.of(), producers.otherAnswers());
      assertEquals(Set.of(), producers.refused());
      assertEquals(0, result.duplicates());
      for (NodeProcess node : nodes) {
        assertFalse(node.hasLogged("database.away"));
        assertFalse(node.hasLogged("database.conflict"));
        assertEquals(0, node.metric("kurier_database_failures_total"));
      }
    }
  }

  @Test
  void connectionsThatAreCutInTheMiddleOfCommitsLoseNothing() throws Exception {
    try (Trial trial = new Trial(DATABASE, "cut_database");
        Wire wire = new Wire(DATABASE.port())) {
      wire.connect();
      NodeProcess node = trial.start(trial.setupThrough(wire.port()));
      trial.createWebhooks(node);
      Producers producers = new Producers(PRODUCERS, node);
      for (int i = 0; i < CUTS; i++) {
        Trial.awaitAccepted(producers, ThreadLocalRandom.current().nextInt(50, 300));
        wire.reset();
      }
      Trial.awaitAccepted(producers, 300);
      producers.close();
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(Set.of(), producers.otherAnswers());
      trial.report("4. database connections cut " + CUTS + " times", result, "–");
    }
  }

  @Test
  void connectionsThatHearNothingAnyMoreAreGivenUp() throws Exception {
    try (Trial trial = new Trial(DATABASE, "deaf_database");
        Wire wire = new Wire(DATABASE.port())) {
      wire.connect();
      NodeProcess node = trial.start(trial.setupThrough(wire.port()));
      trial.createWebhooks(node);
      Producers producers = new Producers(PRODUCERS, node);
      Trial.awaitAccepted(producers, 1_000);
      wire.swallow();
      long deaf = System.nanoTime();
      Trial.awaitAccepted(producers, 500);
      long recovery = System.nanoTime() - deaf;
      producers.close();
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(Set.of(), producers.otherAnswers());
      trial.report("4. database connections swallowed", result, Trial.seconds(recovery));
    }
  }
}
