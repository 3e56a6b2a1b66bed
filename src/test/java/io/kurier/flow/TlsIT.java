package io.kurier.flow;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.KeyStoreFile;
import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.ServerDatabase;
import io.kurier.support.Signed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Receivers that speak TLS: those that the service trusts get events, others none. */
class TlsIT {

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private static final String BATCHED =
      ", \"batching\": {\"enabled\": true, \"maxEvents\": 2, \"maxWait\": \"PT60S\"}";

  @Test
  void singlesAndBatchesGoOverTlsToWhomeverIsTrusted() throws Exception {
    KeyStoreFile trusted = KeyStoreFile.make();
    NodeProcess.Setup setup =
        NodeProcess.Setup.of(DATABASE.create("tls"))
            .options(
                List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-Djavax.net.ssl.trustStore=" + trusted.path(),
                    "-Djavax.net.ssl.trustStorePassword=" + trusted.password()));
    try (Receiver receiver = Receiver.overTls(trusted);
        Receiver stranger = Receiver.overTls(KeyStoreFile.make());
        NodeProcess node = NodeProcess.start(setup)) {
      String single = webhook(node, receiver, "/single", "");
      String batched = webhook(node, receiver, "/batched", BATCHED);
      String refused = webhook(node, stranger, "/", "");
      node.post(
          "/v1/events",
          "[{\"type\": \"contact_added\", \"n\": 1}, {\"type\": \"contact_added\", \"n\": 2}]",
          202);
      await().until(() -> receiver.got("/single").size() == 2);
      await().until(() -> receiver.got("/batched").size() == 1);
      receiver.got("/single").forEach(got -> Signed.verify(got, secret(node, single)));
      Signed.verify(receiver.got("/batched").getFirst(), secret(node, batched));
      await().until(() -> node.get(attempts(refused)).contains("leads to no known authority"));
      assertEquals(List.of(), stranger.got());
      assertTrue(node.get(attempts(single)).contains("\"acknowledged\""));
    }
  }

  private static String webhook(NodeProcess node, Receiver receiver, String path, String more)
      throws InterruptedException {
    return node.createWebhook("https://127.0.0.1:" + receiver.port() + path, more);
  }

  private static String attempts(String webhook) {
    return "/v1/webhooks/" + webhook + "/attempts";
  }

  private static String secret(NodeProcess node, String webhook) {
    try {
      return node.get("/v1/webhooks/" + webhook + "/secret")
          .replaceFirst("(?s)^.*?\"secret\":\"([^\"]+)\".*$", "$1");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
