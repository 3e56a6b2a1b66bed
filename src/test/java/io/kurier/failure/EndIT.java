package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.FreePort;
import io.kurier.support.Receiver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The end of a node under load: whatever was answered 202 arrives all the same. */
class EndIT {

  private static final int PRODUCERS = 16;
  private static final int ENOUGH = 2_000;
  private static final Pattern ID = Pattern.compile("\"n\":\"(e[0-9]+)\"");

  private static EmbeddedPostgres database;

  @BeforeAll
  static void startDatabase() throws IOException {
    database =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(Path.of("target", "postgresql").toFile())
            .setDataDirectory(Path.of("target", "failure-database"))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("timezone", "Asia/Kathmandu")
            .start();
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    database.close();
  }

  private static String url(String name) throws SQLException {
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return "postgresql://postgres:unused@127.0.0.1:" + database.getPort() + "/" + name;
  }

  private static int count(String name, String sql) throws SQLException {
    try (Connection connection = database.getDatabase("postgres", name).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void createWebhook(NodeProcess node, String url, String more) throws Exception {
    HttpResponse<String> created =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(node.uri("/v1/webhooks"))
                    .header("Authorization", "Bearer " + NodeProcess.KEY)
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"name\":\"n\",\"url\":\"%s\",\"events\":[\"*\"]%s}"
                                .formatted(url, more)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(201, created.statusCode(), created.body());
  }

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
    String url = url("killed");
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
            .until(() -> count("killed", "select count(*) from delivery") == 0);
        assertEquals(0, count("killed", "select count(*) from failed_delivery"));
        restarted.stop();
      }
    }
  }

  @Test
  void aStoppedNodeLosesNothingAndRepeatsNothing() throws Exception {
    String url = url("stopped");
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
      assertEquals(0, count("stopped", "select count(*) from node"));
      assertEquals(0, count("stopped", "select count(*) from delivery where owner is not null"));
      try (NodeProcess restarted = NodeProcess.start(url, port)) {
        await().atMost(Duration.ofSeconds(60)).until(() -> hasAll(receiver, producers.accepted()));
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> count("stopped", "select count(*) from delivery") == 0);
        restarted.stop();
      }
      for (String path : List.of("/single", "/batched")) {
        List<String> ids = ids(receiver, path);
        assertEquals(new HashSet<>(ids).size(), ids.size(), "duplicates at " + path);
      }
    }
  }

  private static void createWebhooks(NodeProcess node, Receiver receiver) throws Exception {
    createWebhook(node, receiver.url("/single"), "");
    createWebhook(
        node,
        receiver.url("/batched"),
        ", \"batching\": {\"enabled\": true, \"maxWait\": \"PT0.5S\"}");
  }
}
