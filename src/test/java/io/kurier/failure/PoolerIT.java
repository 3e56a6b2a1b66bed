package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.PgBouncer;
import io.kurier.support.ServerDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pooler between the nodes and the database. One that pools sessions is as good as none; one that
 * gives a connection away after each transaction or statement is found out at the start. (A node
 * that started with one answered some posts with 500: their prepared statements were on another
 * connection.)
 */
class PoolerIT {

  private static final int PRODUCERS = 8;
  private static final String EVENT = "{\"type\":\"contact_added\",\"n\":\"early\"}";

  /** Twice what a node has: 20 in its pool, one to beat, one to listen. */
  private static final String ROOM = "default_pool_size = 50";

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  @Test
  void aPoolerOfSessionsIsAsGoodAsNone() throws Exception {
    try (PgBouncer pooler = pooler("pool_mode = session", ROOM);
        Trial trial = new Trial(DATABASE, "pooled_sessions")) {
      NodeProcess[] nodes =
          trial.startAll(trial.setupThrough(pooler.port()), trial.setupThrough(pooler.port()));
      trial.createWebhooks(nodes);
      Producers producers = new Producers(PRODUCERS, nodes);
      Trial.awaitAccepted(producers, 2_000);
      producers.close();
      Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(Set.of(), producers.otherAnswers());
      assertEquals(Set.of(), producers.refused());
      assertEquals(0, result.duplicates());
      for (NodeProcess node : nodes) {
        assertEquals(0, node.metric("kurier_database_failures_total"));
      }
      trial.report("14. PgBouncer, session pooling", result, "–");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "transaction, 20, 0", // the server's connection that was used last comes first
    "transaction, 3, 1", // they take turns, as many as there are probes
    "transaction, 1, 0",
    "statement, 20, 0"
  })
  void aPoolerThatGivesConnectionsAwayIsFoundOutAtTheStart(String mode, int size, int byTurns)
      throws Exception {
    String[] others = {"default_pool_size = " + size, "server_round_robin = " + byTurns};
    String name = "pooled_" + mode + "_" + size;
    try (PgBouncer pooler = pooler("pool_mode = " + mode, others[0], others[1]);
        Trial trial = new Trial(DATABASE, name);
        NodeProcess node = NodeProcess.launch(trial.setupThrough(pooler.port()))) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> node.hasLogged("Set pool_mode=session for this database"));
      List<String> said =
          node.log().stream().filter(line -> line.contains("pool_mode=session")).toList();
      assertTrue(said.getFirst().contains("start.delayed step=Migrations"), said::getFirst);
      assertEquals(503, status(node, "/q/health/ready"));
      assertEquals(503, status(node, "/q/health/started"));
      assertEquals(200, status(node, "/q/health/live"));
      assertEquals(503, node.answer("/v1/events", EVENT).statusCode());
      assertEquals(
          0,
          trial.count("select count(*) from pg_tables where schemaname = 'public'"),
          "something was done to the database");
    }
  }

  @Test
  void aNodeThatWasRefusedComesUpWhenThePoolerIsSetRight() throws Exception {
    try (PgBouncer pooler = pooler("pool_mode = transaction", ROOM);
        Trial trial = new Trial(DATABASE, "pooled_anew");
        NodeProcess node = NodeProcess.launch(trial.setupThrough(pooler.port()))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> node.hasLogged("pool_mode=session"));
      pooler.reload("pool_mode = session", ROOM);
      node.awaitReady();
      trial.createWebhooks(node);
      Producers producers = new Producers(PRODUCERS, node);
      Trial.awaitAccepted(producers, 200);
      producers.close();
      trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
      assertEquals(Set.of(), producers.otherAnswers());
    }
  }

  private static PgBouncer pooler(String... settings) {
    Optional<PgBouncer> pooler = PgBouncer.start(DATABASE.port(), settings);
    assumeTrue(pooler.isPresent(), "there is no PgBouncer here");
    return pooler.get();
  }

  private static int status(NodeProcess node, String path)
      throws IOException, InterruptedException {
    URI uri = node.uri(path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
