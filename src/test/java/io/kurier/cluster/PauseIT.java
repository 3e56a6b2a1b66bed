package io.kurier.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pause that one node was asked for holds on all of them. */
class PauseIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private static void postAndAwaitTheOther(NodeProcess node, Receiver receiver, int soFar)
      throws Exception {
    node.post("/v1/events", "{\"type\":\"contact_added\"}", 202);
    // What goes to the webhook beside it came at the same time, through the same node.
    await().atMost(SOON).until(() -> receiver.got("/willing").size() == soFar);
  }

  @Test
  void theOtherNodeAndTheNextOneLeaveAReceiverAloneUntilThePauseIsOver() throws Exception {
    String url = DATABASE.create("paused");
    try (Receiver receiver =
            new Receiver(
                got ->
                    got.path().equals("/busy")
                        ? Answer.with(429, "Retry-After", "3600")
                        : Answer.of(200, ""));
        NodeProcess one = NodeProcess.start(NodeProcess.Setup.of(url));
        NodeProcess other = NodeProcess.start(NodeProcess.Setup.of(url))) {
      String busy = one.createWebhook(receiver.url("/busy"), "");
      one.createWebhook(receiver.url("/willing"), "");
      await()
          .atMost(SOON)
          .until(() -> other.get("/v1/webhooks/" + busy).contains("\"pausedUntil\":null"));
      postAndAwaitTheOther(one, receiver, 1);
      await()
          .atMost(SOON)
          .until(() -> other.get("/v1/webhooks/" + busy).contains("\"pausedUntil\":\"2"));
      postAndAwaitTheOther(other, receiver, 2);
      assertEquals(1, receiver.got("/busy").size());
      one.kill();
      other.stop();
      try (NodeProcess next = NodeProcess.start(NodeProcess.Setup.of(url))) {
        postAndAwaitTheOther(next, receiver, 3);
        assertEquals(1, receiver.got("/busy").size());
        // Who edits it ends the pause.
        receiver.answer(got -> Answer.of(200, ""));
        next.send(
            "PATCH",
            "/v1/webhooks/" + busy,
            "application/merge-patch+json",
            "{\"name\":\"mended\"}",
            200);
        await().atMost(Duration.ofSeconds(40)).until(() -> receiver.got("/busy").size() == 4);
        next.stop();
      }
    }
  }
}
