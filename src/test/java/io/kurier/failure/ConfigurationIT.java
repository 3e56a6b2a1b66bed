package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Webhooks that are changed under load: see "What a change means" in docs/event-flow.md. */
class ConfigurationIT {

  private static final int PRODUCERS = 4;
  private static final String PATCH = "application/merge-patch+json";

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  @Test
  void whatWasMatchedArrivesWhateverIsChangedMeanwhile() throws Exception {
    try (Trial trial = new Trial(DATABASE, "configured")) {
      NodeProcess[] nodes = trial.startAll(trial.setup(), trial.setup());
      NodeProcess one = nodes[0];
      NodeProcess other = nodes[1];
      String moved = one.createWebhook(trial.receiver().url("/before"), "");
      String switched = one.createWebhook(trial.receiver().url("/switched"), "");
      String paused = one.createWebhook(trial.receiver().url("/paused"), "");
      String deleted = one.createWebhook(trial.receiver().url("/deleted"), "");
      Trial.awaitMatching(4, nodes);
      Producers producers = new Producers(PRODUCERS, one, other);
      Trial.awaitAccepted(producers, 500);

      patch(other, moved, "{\"url\":\"" + trial.receiver().url("/after") + "\"}");
      patch(one, switched, "{\"batching\":{\"enabled\":true,\"maxWait\":\"PT0.2S\"}}");
      patch(one, paused, "{\"status\":\"inactive\"}");
      Trial.awaitAccepted(producers, 500);
      patch(other, switched, "{\"batching\":{\"enabled\":false}}");
      other.send("DELETE", "/v1/webhooks/" + deleted, "application/json", "", 204);
      Trial.awaitAccepted(producers, 500);
      patch(other, paused, "{\"status\":\"active\"}");
      Trial.awaitAccepted(producers, 500);
      producers.close();
      assertEquals(Set.of(), producers.otherAnswers());
      await().until(() -> trial.count("select count(*) from delivery") == 0);

      // Edited: everything came, at the one place or the other.
      Set<String> both = new HashSet<>(trial.arrivals().at("/before"));
      both.addAll(trial.arrivals().at("/after"));
      assertEquals(matched(trial, moved), both);
      assertEquals(producers.accepted().size(), both.size());
      assertTrue(!trial.arrivals().at("/after").isEmpty());
      // Switched to batches and back: everything came.
      assertEquals(producers.accepted(), trial.arrivals().at("/switched"));
      // Paused: what was matched came, what came meanwhile was not matched.
      assertEquals(matched(trial, paused), trial.arrivals().at("/paused"));
      assertTrue(trial.arrivals().at("/paused").size() < producers.accepted().size());
      // Deleted: what was matched came or is failed, as deleted.
      Set<String> ended = new HashSet<>(trial.arrivals().at("/deleted"));
      ended.addAll(
          trial.texts(
              """
              select convert_from(body, 'UTF8')::json ->> 'n'
              from event e join failed_delivery f on f.event_id = e.id
              where f.webhook_id = '%s' and f.reason = 'webhook_deleted'
                and convert_from(body, 'UTF8')::json ->> 'n' is not null
              """
                  .formatted(deleted)));
      assertEquals(matched(trial, deleted), ended);
      int duplicates = 0;
      for (String path : List.of("/before", "/after", "/switched", "/paused", "/deleted")) {
        duplicates += trial.arrivals().duplicates(path);
      }
      assertEquals(0, duplicates);
      trial.report(
          "11. webhooks edited, switched, paused, deleted",
          new Trial.Result(producers.accepted().size(), 0, duplicates),
          "–");
    }
  }

  private static Set<String> matched(Trial trial, String webhook) throws Exception {
    return trial.texts(
        """
        select convert_from(body, 'UTF8')::json ->> 'n' from event
        where convert_from(body, 'UTF8')::json ->> 'n' is not null and '%s' = any(webhook_ids)
        """
            .formatted(webhook));
  }

  private static void patch(NodeProcess node, String webhook, String change)
      throws InterruptedException {
    node.send("PATCH", "/v1/webhooks/" + webhook, PATCH, change, 200);
  }
}
