package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.ServerDatabase;
import io.kurier.support.Wire;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nodes that are killed as {@code kill -9} does: whatever was answered 202 arrives all the same.
 */
class KillIT {

  private static final int PRODUCERS = 8;
  private static final int KILLS = Extent.of("kills", 3);

  /** A silent node is found within a term and a beat or two. */
  private static final Duration LONGEST_TAKE_OVER = Extent.lease().plusSeconds(5);

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aKilledNodesRowsAreTakenOverAgainAndAgain() throws Exception {
    try (Trial trial = new Trial(DATABASE, "killed_of_two")) {
      NodeProcess.Setup[] setups = {trial.setup(), trial.setup()};
      NodeProcess[] nodes = trial.startAll(setups);
      trial.createWebhooks(nodes);
      Producers producers = new Producers(PRODUCERS, Extent.pause(), nodes);
      long longest = 0;
      for (int i = 0; i < KILLS; i++) {
        Trial.awaitAccepted(producers, ThreadLocalRandom.current().nextInt(100, 1_500));
        int victim = ThreadLocalRandom.current().nextInt(2);
        nodes[victim].kill();
        longest = Math.max(longest, takeOver(trial, nodes[victim].name()));
        nodes[victim] = trial.start(setups[victim]);
      }
      producers.close();
      assertEquals(Set.of(), producers.otherAnswers());
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      trial.report(
          "1. kill -9 of one of two nodes, " + KILLS + " times", result, Trial.seconds(longest));
    }
  }

  private static long takeOver(Trial trial, String node) {
    long killed = System.nanoTime();
    await()
        .atMost(LONGEST_TAKE_OVER)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> trial.count("select count(*) from node where name = '" + node + "'") == 0);
    return System.nanoTime() - killed;
  }

  @Test
  void whatTheOnlyNodeAcceptedBeforeAKillArrives() throws Exception {
    try (Trial trial = new Trial(DATABASE, "killed_alone")) {
      NodeProcess.Setup setup = trial.setup();
      NodeProcess node = trial.start(setup);
      trial.createWebhooks(node);
      Producers producers = new Producers(PRODUCERS, node);
      Trial.awaitAccepted(producers, 2_000);
      node.kill();
      long killed = System.nanoTime();
      producers.close();
      trial.start(setup);
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      trial.report(
          "2. kill -9 of the only node, and restart",
          result,
          Trial.seconds(System.nanoTime() - killed));
    }
  }

  @Test
  void whatWasCommittedAndNotAnsweredBeforeAKillIsNotKeptTwice() throws Exception {
    try (Trial trial = new Trial(DATABASE, "killed_before_answer");
        Wire wire = new Wire(DATABASE.port())) {
      wire.connect();
      NodeProcess node = trial.start(trial.setupThrough(wire.port()));
      node.createWebhook(trial.receiver().url(Trial.SINGLE), "");
      // The end of the statement: it is committed, and the node will not hear of it.
      wire.holdAnswersFrom("COMMIT");
      HttpRequest request = event(node);
      CompletableFuture<HttpResponse<String>> answer =
          http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
      await().until(() -> trial.count("select count(*) from event") == 1);
      node.kill();
      assertTrue(
          assertThrows(CompletionException.class, answer::join).getCause() instanceof IOException);
      assertEquals(0, trial.arrivals().requests());

      NodeProcess restarted = trial.start(trial.setup());
      // The producer does what it must: it repeats what was not answered, under the same id.
      HttpResponse<String> repeated =
          http.send(event(restarted), HttpResponse.BodyHandlers.ofString());
      assertEquals(202, repeated.statusCode());
      Trial.Result result = trial.settle(Set.of("e1"), Trial.SINGLE);
      assertEquals(new Trial.Result(1, 0, 0), result);
      trial.report("2. kill -9 between the commit and the answer", result, "–");
    }
  }

  private static HttpRequest event(NodeProcess node) {
    return node.request("/v1/events")
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"type\":\"contact_added\",\"id\":\"p1\",\"n\":\"e1\"}"))
        .build();
  }

  @Test
  void whatWasAcknowledgedAndNotRecordedBeforeAKillIsSentAgainUnderTheSameId() throws Exception {
    try (Trial trial = new Trial(DATABASE, "killed_before_record");
        Wire wire = new Wire(DATABASE.port())) {
      wire.connect();
      AtomicInteger answered = new AtomicInteger();
      trial
          .receiver()
          .answer(
              got -> {
                // From here on the node can't record anything.
                wire.holdRequests();
                Receiver.Answer answer = trial.arrivals().acknowledge(got);
                answered.incrementAndGet();
                return answer;
              });
      NodeProcess node = trial.start(trial.setupThrough(wire.port()));
      node.createWebhook(trial.receiver().url(Trial.SINGLE), "");
      node.post("/v1/events", "{\"type\":\"contact_added\",\"n\":\"e1\"}", 202);
      await().until(() -> answered.get() == 1);
      node.kill();
      assertEquals(1, trial.count("select count(*) from delivery"));

      trial.receiver().answer(trial.arrivals()::acknowledge);
      trial.start(trial.setup());
      Trial.Result result = trial.settle(Set.of("e1"), Trial.SINGLE);
      // Settling has seen that it came under the same X-Webhook-ID.
      assertEquals(new Trial.Result(1, 0, 1), result);
      trial.report("2. kill -9 between a receiver's answer and its record", result, "–");
    }
  }
}
