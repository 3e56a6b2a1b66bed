package io.kurier.failure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes that are stopped under load, as in a rolling update: nothing is lost, nothing repeated. */
class StopIT {

  private static final int PRODUCERS = 8;
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An event but for its last character. */
  private static final String BEGUN =
      """
      POST /v1/events HTTP/1.1\r
      Host: a\r
      Authorization: Bearer {key}\r
      Content-Type: application/json\r
      Content-Length: 24\r
      \r
      {"type":"contact_added\"""";

  private static final int ROUNDS = Extent.of("stops", 1);

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  @Test
  void aRollingUpdateLosesNothingAndRepeatsNothing() throws Exception {
    try (Trial trial = new Trial(DATABASE, "rolling")) {
      NodeProcess.Setup[] setups = {trial.setup(), trial.setup()};
      NodeProcess[] nodes = trial.startAll(setups);
      trial.createWebhooks(nodes);
      Producers producers = new Producers(PRODUCERS, nodes);
      for (int i = 0; i < ROUNDS * nodes.length; i++) {
        Trial.awaitAccepted(producers, 1_000);
        NodeProcess stopped = nodes[i % 2];
        stopped.stop();
        assertEquals(
            0, trial.count("select count(*) from node where name = '" + stopped.name() + "'"));
        nodes[i % 2] = trial.start(setups[i % 2]);
      }
      Trial.awaitAccepted(producers, 500);
      producers.close();
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(0, result.duplicates());
      assertEquals(Set.of(), producers.otherAnswers());
      assertOnlyAcceptedIsKept(trial, producers);
      trial.report("3. SIGTERM of each node in turn", result, "–");
    }
  }

  @Test
  void theOnlyNodeLosesNothingAndRepeatsNothing() throws Exception {
    try (Trial trial = new Trial(DATABASE, "stopped")) {
      NodeProcess.Setup setup = trial.setup();
      NodeProcess node = trial.start(setup);
      trial.createWebhooks(node);
      Producers producers = new Producers(PRODUCERS, node);
      Trial.awaitAccepted(producers, 2_000);
      node.stop();
      producers.close();
      assertEquals(0, trial.count("select count(*) from node"));
      assertEquals(0, trial.count("select count(*) from delivery where owner is not null"));
      assertEquals(
          trial.count("select count(*) from attempt"),
          trial.count("select coalesce(sum(acknowledged), 0)::int from statistic_minute"),
          "requests that the statistics know of");
      trial.start(setup);
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(0, result.duplicates());
      assertEquals(Set.of(), producers.otherAnswers());
      assertOnlyAcceptedIsKept(trial, producers);
      trial.report("3. SIGTERM of the only node", result, "–");
    }
  }

  @Test
  void probesAreAnsweredWhileTheInterfaceRefuses() throws Exception {
    try (Trial trial = new Trial(DATABASE, "probed")) {
      NodeProcess node = trial.start();
      try (Socket producer = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
        // Accepted, and not yet answered: the node waits for it.
        producer
            .getOutputStream()
            .write(BEGUN.replace("{key}", NodeProcess.KEY).getBytes(US_ASCII));
        await().until(() -> status(node, "/q/health/ready") == 200);
        node.beginToStop();
        await().atMost(SOON).until(() -> status(node, "/v1/webhooks") == 503);
        assertEquals(503, status(node, "/q/health/ready"));
        assertEquals(200, status(node, "/q/health/live"));
        assertEquals(200, status(node, "/q/metrics"));
        assertEquals(503, status(node, "/openapi.json"));
        producer.getOutputStream().write("}".getBytes(US_ASCII));
        String answer =
            new BufferedReader(new InputStreamReader(producer.getInputStream(), US_ASCII))
                .readLine();
        assertEquals("HTTP/1.1 202 Accepted", answer);
      }
      assertEquals(143, node.awaitExit());
    }
  }

  private static int status(NodeProcess node, String path) throws Exception {
    return HTTP.send(node.request(path).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** A request that failed had not been accepted: its connection was closed, or it was told so. */
  private static void assertOnlyAcceptedIsKept(Trial trial, Producers producers) throws Exception {
    Set<String> unpromised = new HashSet<>(trial.kept());
    unpromised.removeAll(producers.accepted());
    assertEquals(Set.of(), unpromised, "kept, and its producer does not know");
  }
}
