package io.kurier.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two installations, each of which has a webhook that posts to the other one. */
class LoopIT {

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private static final String MORE =
      """
      , "delivery": {"retry": []}, "headers": {"Authorization": "Bearer %s", "Kurier-Account": "default"}"""
          .formatted(NodeProcess.KEY);

  @Test
  void whatGoesRoundBetweenTwoInstallationsStops() throws Exception {
    String here = DATABASE.create("loop_here");
    String there = DATABASE.create("loop_there");
    try (NodeProcess one = NodeProcess.start(NodeProcess.Setup.of(here));
        NodeProcess other = NodeProcess.start(NodeProcess.Setup.of(there))) {
      one.createWebhook(other.uri("/v1/events").toString(), "contact_added", MORE);
      other.createWebhook(one.uri("/v1/events").toString(), "contact_added", MORE);
      one.post("/v1/events", "{\"type\":\"contact_added\"}", 202);
      // The fifth hop is to there, so the sixth one is refused here.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> DATABASE.count("loop_there", "select count(*) from failed_delivery") == 1);
      assertEquals(3, DATABASE.count("loop_here", "select count(*) from event"));
      assertEquals(3, DATABASE.count("loop_there", "select count(*) from event"));
      assertEquals(0, DATABASE.count("loop_here", "select count(*) from failed_delivery"));
      other.stop();
      one.stop();
    }
  }
}
