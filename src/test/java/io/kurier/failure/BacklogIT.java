package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More work than memory has room for. */
class BacklogIT {

  private static final int EVENTS = Extent.of("backlog", 50_000);
  private static final int AT_ONCE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60 + EVENTS / 1_000);

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  @Test
  void aBacklogWaitsInTheTableAndDrainsWhenItsReceiverIsBack() throws Exception {
    try (Trial trial = new Trial(DATABASE, "backlog")) {
      trial
          .receiver()
          .answer(
              got ->
                  got.path().equals("/down")
                      ? Answer.of(502, "down")
                      : trial.arrivals().acknowledge(got));
      NodeProcess node = trial.start(setup -> setup.heap("256m"));
      String batches = ", \"batching\": {\"enabled\": true}";
      node.createWebhook(trial.receiver().url("/down"), batches);
      node.createWebhook(trial.receiver().url("/up"), batches);
      Set<String> accepted = ConcurrentHashMap.newKeySet();
      long began = System.nanoTime();
      double mostHeap = 0;
      for (int first = 0; first < EVENTS; first += AT_ONCE) {
        StringBuilder lines = new StringBuilder();
        for (int i = first; i < first + AT_ONCE; i++) {
          lines.append("{\"type\":\"contact_added\",\"n\":\"e").append(i).append("\",\"x\":\"");
          lines.append("x".repeat(450)).append("\"}\n");
          accepted.add("e" + i);
        }
        node.send("POST", "/v1/events", "application/x-ndjson", lines.toString(), 202);
        mostHeap = Math.max(mostHeap, node.metric("kurier_buffered_bytes"));
      }
      await().atMost(PATIENCE).until(() -> trial.arrivals().at("/up").size() == EVENTS);
      double rate = EVENTS / ((System.nanoTime() - began) / 1e9);
      assertTrue(trial.count("select count(*) from delivery") > EVENTS * 0.9, "nothing waits");
      assertTrue(mostHeap < 64 * 1024 * 1024, mostHeap + " bytes are buffered");
      assertTrue(trial.arrivals().at("/down").isEmpty());

      long back = System.nanoTime();
      trial.receiver().answer(trial.arrivals()::acknowledge);
      Trial.Result result = trial.settle(PATIENCE.plusMinutes(6), accepted, "/up", "/down");
      assertFalse(node.hasLogged("OutOfMemoryError"));
      trial.report(
          "8. a backlog of %d in a heap of 256 MB (%.0f events/s beside it)"
              .formatted(EVENTS, rate),
          result,
          Trial.seconds(System.nanoTime() - back));
    }
  }
}
