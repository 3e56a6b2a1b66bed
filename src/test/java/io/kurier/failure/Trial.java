package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.ServerDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One scenario: a database, nodes, a receiver, and at the end three ledgers that must agree: what
 * the producers were promised, what arrived, and what the tables say.
 */
final class Trial implements AutoCloseable {

  static final String SINGLE = "/single";
  static final String BATCHED = "/batched";

  /** For nine webhooks, each with a type of its own; contact_removed_link is left for a tenth. */
  static final List<String> TYPES =
      List.of(
          "contact_added",
          "contact_moved",
          "contact_copied",
          "contact_rejected",
          "contact_email_changed",
          "contact_opened_message",
          "contact_removed_bounce",
          "contact_clicked_sms_link",
          "contact_clicked_message_link");

  private static final Path REPORT = Path.of("target", "failure-report.md");
  private static final Duration PATIENCE = Extent.seconds("patience", 60);

  private ServerDatabase server;
  private final String name;
  private final String url;
  private final Arrivals arrivals = new Arrivals();
  private final Receiver receiver = Receiver.forgetting(arrivals::acknowledge);
  private final List<NodeProcess> nodes = new ArrayList<>();

  /** What came of it. */
  record Result(int events, int lost, int duplicates) {}

  Trial(ServerDatabase server, String name) throws SQLException {
    this.server = server;
    this.name = name;
    this.url = server.create(name);
  }

  /** From now on another server has the tables. */
  void follow(ServerDatabase other) {
    server = other;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  Receiver receiver() {
    return receiver;
  }

  /** How a node of this trial is started. */
  NodeProcess.Setup setup() {
    return NodeProcess.Setup.of(url).with("KURIER_CLUSTER_LEASE", Extent.lease().toSeconds() + "S");
  }

  /** How a node of this trial is started that reaches the database through a port. */
  NodeProcess.Setup setupThrough(int port) {
    return NodeProcess.Setup.of(ServerDatabase.url(name, port))
        .with("KURIER_CLUSTER_LEASE", Extent.lease().toSeconds() + "S");
  }

  NodeProcess start() {
    return start(setup -> setup);
  }

  NodeProcess start(UnaryOperator<NodeProcess.Setup> change) {
    return start(change.apply(setup()));
  }

  NodeProcess start(NodeProcess.Setup setup) {
    return startAll(setup)[0];
  }

  /** At the same time, as Kubernetes would. */
  NodeProcess[] startAll(NodeProcess.Setup... setups) {
    NodeProcess[] started = new NodeProcess[setups.length];
    for (int i = 0; i < setups.length; i++) {
      started[i] = NodeProcess.launch(setups[i]);
      nodes.add(started[i]);
    }
    for (NodeProcess node : started) {
      node.awaitReady();
    }
    return started;
  }

  /** Two webhooks for everything: one gets its events one by one, the other in batches. */
  void createWebhooks(NodeProcess... at) throws InterruptedException {
    at[0].createWebhook(receiver.url(SINGLE), "");
    at[0].createWebhook(
        receiver.url(BATCHED), ", \"batching\": {\"enabled\": true, \"maxWait\": \"PT0.5S\"}");
    awaitMatching(2, at);
  }

  /** A node hears of a webhook that was created at another one within a second, and not at once. */
  static void awaitMatching(int webhooks, NodeProcess... at) {
    for (NodeProcess node : at) {
      await()
          .until(
              () ->
                  node.post("/v1/events", "{\"type\":\"contact_added\"}", 202)
                      .contains("\"deliveries\":" + webhooks));
    }
  }

  int count(String sql) throws SQLException {
    return server.count(name, sql);
  }

  Set<String> texts(String sql) throws SQLException {
    return server.texts(name, sql);
  }

  void run(String sql) throws SQLException {
    server.run(name, sql);
  }

  /** Waits until so many more events were accepted. */
  static void awaitAccepted(Producers producers, int more) {
    int enough = producers.accepted().size() + more;
    await().atMost(PATIENCE).until(() -> producers.accepted().size() >= enough);
  }

  /** Waits until nothing is open, and has the ledgers agree. */
  Result settle(Producers producers, String... paths) throws SQLException {
    return settle(producers.accepted(), paths);
  }

  Result settle(Set<String> accepted, String... paths) throws SQLException {
    return settle(PATIENCE, accepted, paths);
  }

  Result settle(Duration patience, Set<String> accepted, String... paths) throws SQLException {
    try {
      await()
          .atMost(patience)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> lost(accepted, paths) == 0 && count("select count(*) from delivery") == 0);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(
          "%d lost, %d open, %d owned"
              .formatted(
                  lost(accepted, paths),
                  count("select count(*) from delivery"),
                  count("select count(*) from delivery where owner is not null")),
          e);
    }
    assertEquals(0, count("select count(*) from failed_delivery"), "failed");
    assertEquals(Map.of(), arrivals.changedIds(), "came under another X-Webhook-ID");
    Set<String> kept = kept();
    Set<String> missing = new HashSet<>(accepted);
    missing.removeAll(kept);
    assertEquals(Set.of(), missing, "accepted, arrived, and not in the table");
    for (String path : paths) {
      Set<String> unknown = new HashSet<>(arrivals.at(path));
      unknown.removeAll(kept);
      assertEquals(Set.of(), unknown, "arrived at " + path + " and not in the table");
      assertEquals(kept.size(), arrivals.at(path).size(), "in the table and not at " + path);
    }
    int duplicates = 0;
    for (String path : paths) {
      duplicates += arrivals.duplicates(path);
    }
    return new Result(kept.size(), 0, duplicates);
  }

  /** The events in the table, whatever their producers heard of them. */
  Set<String> kept() throws SQLException {
    return server.texts(
        name,
        "select convert_from(body, 'UTF8')::json ->> 'n' from event where convert_from(body, 'UTF8')::json ->> 'n' is not null");
  }

  void report(String scenario, Result result, String recovery) {
    String line =
        "| %s | %d | %d | %d | %s |%n"
            .formatted(scenario, result.events(), result.lost(), result.duplicates(), recovery);
    try {
      if (Files.notExists(REPORT)) {
        Files.writeString(
            REPORT,
            "| scenario | events | lost | duplicates | recovery |%n|---|---|---|---|---|%n"
                .formatted());
      }
      Files.writeString(REPORT, line, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String seconds(long nanos) {
    return "%.1f s".formatted(nanos / 1e9);
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
    receiver.close();
  }

  private int lost(Set<String> accepted, String... paths) {
    int lost = 0;
    for (String path : paths) {
      Set<String> arrived = arrivals.at(path);
      lost += (int) accepted.stream().filter(id -> !arrived.contains(id)).count();
    }
    return lost;
  }
}
