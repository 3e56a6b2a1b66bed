package io.kurier.cluster;

import static org.awaitility.Awaitility.await;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes with one database. */
class TwoNodesIT {

  /** Far less than the 30 s between two looks at what changed: only a notification is so fast. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final String LISTENERS =
      """
      select count(pg_terminate_backend(pid)) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'
      """;

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private static void awaitDeliveries(NodeProcess node, int count) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                node.post("/v1/events", "{\"type\":\"contact_added\"}", 202)
                    .contains("\"deliveries\":" + count));
  }

  @Test
  void whatChangesAtOneIsSoonKnownToTheOther() throws Exception {
    String url = DATABASE.create("told");
    try (Receiver receiver = Receiver.willing();
        NodeProcess one = NodeProcess.start(NodeProcess.Setup.of(url));
        NodeProcess other = NodeProcess.start(NodeProcess.Setup.of(url))) {
      one.createWebhook(receiver.url("/first"), "");
      awaitDeliveries(other, 1);
      // Both listen again within a second or two, and read what they did not hear meanwhile.
      await().until(() -> DATABASE.count("told", LISTENERS) == 2);
      one.createWebhook(receiver.url("/second"), "");
      awaitDeliveries(other, 2);
      one.createWebhook(receiver.url("/third"), "");
      awaitDeliveries(other, 3);
      other.stop();
      one.stop();
    }
  }
}
