package io.kurier.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
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

  private static NodeProcess.Setup previous(NodeProcess.Setup setup) {
    return setup.program(System.getProperty("previous"));
  }
}
