package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.FreePort;
import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a node under load: whatever was answered 202 arrives all the same. */
class EndIT {

  private static final int PRODUCERS = 16;
  private static final int ENOUGH = 2_000;
  private static final Pattern ID = Pattern.compile("\"n\":\"(e[0-9]+)\"");

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private static List<String> ids(Receiver receiver, String path) {
    return receiver.got(path).stream()
        .flatMap(got -> ID.matcher(got.text()).results())
        .map(match -> match.group(1))
        .toList();
  }

  private static boolean hasAll(Receiver receiver, Set<String> accepted) {
    return new HashSet<>(ids(receiver, "/single")).containsAll(accepted)
        && new HashSet<>(ids(receiver, "/batched")).containsAll(accepted);
  }

  @Test
  void whatWasAcceptedBeforeAKillArrives() throws Exception {
    String url = DATABASE.create("killed");
    int port = FreePort.find();
    try (Receiver receiver = Receiver.willing()) {
      NodeProcess node = NodeProcess.start(url, port);
      createWebhooks(node, receiver);
      Producers producers = new Producers(PRODUCERS, node.uri("/v1/events"));
      await().atMost(Duration.ofSeconds(60)).until(() -> producers.accepted().size() >= ENOUGH);
      node.kill();
      producers.close();
      try (NodeProcess restarted = NodeProcess.start(url, port)) {
        await().atMost(Duration.ofSeconds(60)).until(() -> hasAll(receiver, producers.accepted()));
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> DATABASE.count("killed", "select count(*) from delivery") == 0);
        assertEquals(0, DATABASE.count("killed", "select count(*) from failed_delivery"));
        restarted.stop();
      }
    }
  }

  @Test
  void aStoppedNodeLosesNothingAndRepeatsNothing() throws Exception {
    String url = DATABASE.create("stopped");
    int port = FreePort.find();
    try (Receiver receiver = Receiver.willing()) {
      NodeProcess node = NodeProcess.start(url, port);
      createWebhooks(node, receiver);
      Producers producers = new Producers(PRODUCERS, node.uri("/v1/events"));
      await().atMost(Duration.ofSeconds(60)).until(() -> producers.accepted().size() >= ENOUGH);
      node.stop();
      producers.close();
      assertTrue(
          Set.of(503).containsAll(producers.otherAnswers()), producers.otherAnswers().toString());
      assertEquals(0, DATABASE.count("stopped", "select count(*) from node"));
      assertEquals(
          0, DATABASE.count("stopped", "select count(*) from delivery where owner is not null"));
      try (NodeProcess restarted = NodeProcess.start(url, port)) {
        await().atMost(Duration.ofSeconds(60)).until(() -> hasAll(receiver, producers.accepted()));
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> DATABASE.count("stopped", "select count(*) from delivery") == 0);
        restarted.stop();
      }
      for (String path : List.of("/single", "/batched")) {
        List<String> ids = ids(receiver, path);
        assertEquals(new HashSet<>(ids).size(), ids.size(), "duplicates at " + path);
      }
    }
  }

  private static void createWebhooks(NodeProcess node, Receiver receiver) throws Exception {
    node.createWebhook(receiver.url("/single"), "");
    node.createWebhook(
        receiver.url("/batched"), ", \"batching\": {\"enabled\": true, \"maxWait\": \"PT0.5S\"}");
  }
}
