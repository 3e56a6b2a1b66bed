package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The previous version and this one beside each other, on this one's schema: {@code
 * -Dprevious=…/quarkus-run.jar} says where the previous one is, the jar or the native executable.
 */
@EnabledIfSystemProperty(named = "previous", matches = ".+")
class UpgradeIT {

  private static final Duration BY_THE_MINUTE = Duration.ofSeconds(90);

  private static final String IN_FORMAT_1 =
      "select count(*) from webhook where get_byte(secret, 0) = 1";

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  @Test
  void anUpdateAndItsReturnLoseNothingAndRepeatNothing() throws Exception {
    try (Trial trial = new Trial(DATABASE, "upgrade")) {
      NodeProcess.Setup[] present = {trial.setup(), trial.setup()};
      NodeProcess.Setup[] previous = {previous(present[0]), previous(present[1])};
      NodeProcess[] nodes = trial.startAll(previous);
      trial.createWebhooks(nodes);
      Producers producers = new Producers(8, nodes);
      for (NodeProcess.Setup[] version : new NodeProcess.Setup[][] {present, previous, present}) {
        for (int i = 0; i < nodes.length; i++) {
          Trial.awaitAccepted(producers, 1_000);
          nodes[i].stop();
          nodes[i] = trial.start(version[i]);
        }
      }
      Trial.awaitAccepted(producers, 1_000);
      producers.close();
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(0, result.duplicates());
      assertEquals(Set.of(), producers.otherAnswers());
      trial.report("3. the previous version, this one, the previous one, this one", result, "–");
    }
  }

  /** A day after the last node of the previous version what is sealed can't be read by it. */
  @Test
  void whatIsSealedComesIntoTheNewFormatAndThenThePreviousVersionIsNotLetIn() throws Exception {
    try (Trial trial = new Trial(DATABASE, "sealed")) {
      NodeProcess node = trial.start(previous(trial.setup()));
      trial.createWebhooks(node);
      NodeProcess present = trial.start();
      node.stop();
      Producers producers = new Producers(8, present);
      assertEquals(2, trial.count(IN_FORMAT_1));

      trial.run("update sealing set older_node_at = now() - interval '25 hours'");
      await().atMost(BY_THE_MINUTE).until(() -> trial.count(IN_FORMAT_1) == 0);
      NodeProcess late = NodeProcess.launch(previous(trial.setup()));
      try (late) {
        await().atMost(BY_THE_MINUTE).until(() -> late.hasLogged("start a newer version"));
        assertEquals(1, trial.count("select count(*) from node"));
      }
      Trial.awaitAccepted(producers, 1_000);
      producers.close();
      assertEquals(0, trial.settle(producers, Trial.SINGLE, Trial.BATCHED).duplicates());
    }
  }

  private static NodeProcess.Setup previous(NodeProcess.Setup setup) {
    return setup.program(System.getProperty("previous"));
  }
}
