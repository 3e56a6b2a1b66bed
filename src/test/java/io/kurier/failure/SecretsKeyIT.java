package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The key that encrypts secrets at rest is changed, as docs/operations.md says under Keys. */
class SecretsKeyIT {

  private static final String OLD = key("the-key-that-was-there-at-first!");
  private static final String NEW = key("the-key-that-is-to-be-used-next!");
  private static final String OTHER = key("a-key-that-never-sealed-anything");

  /** With what is encrypted of a URL: it arrives only where that was read. */
  private static final String FIRST = "/first?token=t0k3n";

  private static final String SECOND = "/second?token=t0k3n";

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  @Test
  void secretsAreReadBeforeWhileAndAfterTheirKeyIsChanged() throws Exception {
    try (Trial trial = new Trial(DATABASE, "secrets_key")) {
      NodeProcess node = start(trial, OLD);
      String first = createWebhook(trial, node, FIRST);
      node.post("/v1/webhooks/" + first + "/secret/rotate", "{\"overlap\":\"PT48H\"}", 200);
      List<String> seen = List.of(of(node, first), secret(node, first));
      Set<String> sealed = sealed(trial, first);
      node.stop();

      node = start(trial, OLD + "," + NEW);
      String second = createWebhook(trial, node, SECOND);
      awaitResealed(node, 0, 0);
      node.stop();

      // Keys of somebody else change nothing.
      node = start(trial, OTHER + "," + NEW);
      awaitResealed(node, 0, 2);
      assertEquals(sealed, sealed(trial, first));
      node.stop();

      node = start(trial, NEW + "," + OLD);
      awaitResealed(node, 2, 0);
      node.stop();

      node = start(trial, NEW);
      assertEquals(seen, List.of(of(node, first), secret(node, first)));
      Set<String> anew = sealed(trial, first);
      assertEquals(4, anew.size());
      assertTrue(Collections.disjoint(sealed, anew), "is sealed as it was");
      assertNotEquals(secret(node, first), secret(node, second));
      node.post("/v1/events", "{\"type\":\"contact_added\",\"n\":\"e1\"}", 202);
      trial.settle(Set.of("e1"), FIRST, SECOND);
      assertFalse(node.hasLogged("webhooks.unreadable"));
    }
  }

  /** A row that somebody changed by hand is its webhook's trouble, and costs it time only. */
  @Test
  void aWebhookWhoseSecretsDoNotOpenWaitsAndTheOthersGoOn() throws Exception {
    try (Trial trial = new Trial(DATABASE, "unreadable")) {
      NodeProcess node = start(trial, OLD);
      String sound = createWebhook(trial, node, FIRST);
      String broken = createWebhook(trial, node, SECOND);
      trial.run(
          "create table kept as select * from webhook; update webhook set url_query = headers where id = '%s'"
              .formatted(broken));
      await().until(() -> node.metric("kurier_unreadable_webhooks") == 1);

      String problem = node.send("GET", "/v1/webhooks/" + broken, "application/json", "", 500);
      assertTrue(
          problem.contains(
              "'url' of webhook " + broken + " can't be decrypted: no configured key opens it."),
          problem);
      assertTrue(
          node.hasLogged("webhook.unreadable webhook=" + broken + " column=url_query reason="));
      assertFalse(node.hasLogged("database.away"));
      assertTrue(of(node, sound).contains("token=t0k3n"));
      assertTrue(node.get("/v1/webhooks").contains("\"unreadable\":[\"url\"]"));

      String event = "{\"type\":\"contact_added\",\"n\":\"e1\"}";
      assertTrue(node.post("/v1/events", event, 202).contains("\"deliveries\":2"));
      await().until(() -> trial.arrivals().at(FIRST).contains("e1"));
      assertEquals(Set.of(), trial.arrivals().at(SECOND));

      trial.run("update webhook w set url_query = kept.url_query from kept where kept.id = w.id");
      trial.settle(Set.of("e1"), FIRST, SECOND);
      await().until(() -> node.metric("kurier_unreadable_webhooks") == 0);
    }
  }

  private static NodeProcess start(Trial trial, String keys) {
    return trial.start(setup -> setup.with("KURIER_SECRETS_KEY", keys));
  }

  private static String createWebhook(Trial trial, NodeProcess node, String path)
      throws InterruptedException {
    return node.createWebhook(trial.receiver().url(path), ", \"headers\": {\"X-Own\": \"own\"}");
  }

  private static void awaitResealed(NodeProcess node, int webhooks, int unreadable) {
    String line = "secrets.resealed webhooks=%d unreadable=%d".formatted(webhooks, unreadable);
    await().until(() -> node.hasLogged(line));
  }

  private static String of(NodeProcess node, String webhook) throws InterruptedException {
    return node.get("/v1/webhooks/" + webhook);
  }

  private static String secret(NodeProcess node, String webhook) throws InterruptedException {
    return node.get("/v1/webhooks/" + webhook + "/secret");
  }

  private static Set<String> sealed(Trial trial, String webhook) throws Exception {
    return trial.texts(
        """
        select encode(unnest(array[url_query, headers, secret, previous_secret]), 'hex')
        from webhook where id = '%s'
        """
            .formatted(webhook));
  }

  private static String key(String bytes) {
    return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.UTF_8));
  }
}
