package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.PgBouncer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The database fails over under load: its primary is gone or takes no writes any more, its standby
 * is promoted, and the address follows, sooner or later. What a synchronous standby has heard of is
 * neither lost nor doubled, producers are answered 202 or 503, and the nodes find the new primary
 * by themselves.
 */
class FailoverIT {

  private static final String OPEN = "select count(*) from delivery";

  private static final int PRODUCERS = 8;
  private static final int BEFORE = Extent.of("before", 1_000);
  private static final int AFTER = Extent.of("after", 500);
  private static final Duration DEAF = Extent.seconds("deaf", 12);
  private static final Duration READ_ONLY = Extent.seconds("readonly", 3);

  @Test
  void aSynchronousStandbyThatIsPromotedHasAllThatWasAccepted() throws Exception {
    try (Pair pair = Pair.start();
        Trial trial = new Trial(pair.primary(), "failed_over")) {
      pair.primary().commitOnBoth();
      NodeProcess[] nodes = started(trial, pair, 2);
      Producers producers = new Producers(PRODUCERS, nodes);
      awaitAccepted(producers, BEFORE);
      pair.primary().kill();
      long recovery = promote(trial, pair, producers);
      Trial.Result result = settle(trial, producers, nodes);
      trial.report("15. synchronous standby promoted", result, Trial.seconds(recovery));
    }
  }

  /** Said in docs/guarantees.md: the loss is what it had not heard of yet, and nothing else is. */
  @Test
  void anAsynchronousStandbyLosesWhatItHadNotHeardOfAndNothingElse() throws Exception {
    try (Pair pair = Pair.start();
        Trial trial = new Trial(pair.primary(), "failed_over_late")) {
      NodeProcess node = started(trial, pair, 1)[0];
      Producers producers = new Producers(PRODUCERS, node);
      awaitAccepted(producers, BEFORE);
      Set<String> heard = Set.copyOf(producers.accepted());
      awaitCaughtUp(pair);
      pair.separate();
      awaitAccepted(producers, 500);
      pair.primary().kill();
      pair.standby().promote();
      Set<String> accepted = Set.copyOf(producers.accepted());
      long recovery = follow(trial, pair, producers);
      awaitAccepted(producers, AFTER);
      producers.close();
      await().atMost(Duration.ofSeconds(60)).until(() -> trial.count(OPEN) == 0);
      Set<String> lost = new HashSet<>(producers.accepted());
      lost.removeAll(trial.kept());
      assertEquals(Set.of(), producers.otherAnswers());
      assertTrue(accepted.containsAll(lost), "lost after the standby was promoted");
      assertFalse(lost.stream().anyMatch(heard::contains), "lost, and the standby had it");
      assertFalse(lost.isEmpty(), "the standby heard of all of it");
      int twice =
          trial.arrivals().duplicates(Trial.SINGLE) + trial.arrivals().duplicates(Trial.BATCHED);
      Trial.Result result = new Trial.Result(producers.accepted().size(), lost.size(), twice);
      trial.report("15. asynchronous standby promoted", result, Trial.seconds(recovery));
    }
  }

  @Test
  void aFormerPrimaryThatComesBackReadOnlyIsNoDatabase() throws Exception {
    try (Pair pair = Pair.start();
        Trial trial = new Trial(pair.primary(), "read_only")) {
      pair.primary().commitOnBoth();
      NodeProcess node = started(trial, pair, 1)[0];
      Producers producers = new Producers(PRODUCERS, node);
      awaitAccepted(producers, BEFORE);
      pair.primary().kill();
      pair.primary().startReadOnly();
      // The address still leads there, and whoever asks is let in.
      long back = System.nanoTime();
      await()
          .atMost(READ_ONLY.plusSeconds(30))
          .until(
              () ->
                  System.nanoTime() - back >= READ_ONLY.toNanos()
                      && node.answer("/v1/events", "{\"type\":\"contact_added\"}").statusCode()
                          == 503);
      long recovery = promote(trial, pair, producers);
      Trial.Result result = settle(trial, producers, node);
      assertTrue(node.hasLogged("database.away"));
      trial.report("15. former primary read-only", result, Trial.seconds(recovery));
    }
  }

  /** Nobody cuts the connections that lead to it: the nodes have to leave it by themselves. */
  @Test
  @EnabledIfSystemProperty(named = "endurance", matches = "true")
  void aPrimaryThatTakesNoWritesAnyMoreIsLeft() throws Exception {
    try (Pair pair = Pair.start();
        Trial trial = new Trial(pair.primary(), "switched_over")) {
      NodeProcess node = started(trial, pair, 1)[0];
      Producers producers = new Producers(PRODUCERS, node);
      awaitAccepted(producers, BEFORE);
      pair.primary().run("postgres", "alter system set default_transaction_read_only = on");
      pair.primary().run("postgres", "select pg_reload_conf()");
      await().atMost(Duration.ofSeconds(30)).until(() -> node.hasLogged("database.away"));
      awaitCaughtUp(pair);
      long recovery = promote(trial, pair, producers);
      Trial.Result result = settle(trial, producers, node);
      // A busy node kept its connections before, and an idle one left them when the pool did.
      assertTrue(recovery < Duration.ofSeconds(8).toNanos(), Trial.seconds(recovery));
      trial.report("15. primary made read-only", result, Trial.seconds(recovery));
    }
  }

  @Test
  void anAddressThatHearsNothingIsFoundAgainWhenItDoes() throws Exception {
    try (Pair pair = Pair.start();
        Trial trial = new Trial(pair.primary(), "deaf_address")) {
      pair.primary().commitOnBoth();
      NodeProcess node = started(trial, pair, 1)[0];
      Producers producers = new Producers(PRODUCERS, node);
      awaitAccepted(producers, BEFORE);
      pair.address().swallowAll();
      long deaf = System.nanoTime();
      pair.primary().kill();
      await().atMost(DEAF.plusSeconds(10)).until(() -> System.nanoTime() - deaf >= DEAF.toNanos());
      pair.standby().promote();
      pair.address().lead(pair.standby().port());
      trial.follow(pair.standby());
      long back = System.nanoTime();
      pair.address().hear();
      awaitAccepted(producers, 1);
      long recovery = System.nanoTime() - back;
      Trial.Result result = settle(trial, producers, node);
      assertTrue(recovery < Duration.ofSeconds(12).toNanos(), Trial.seconds(recovery));
      trial.report(
          "15. address deaf for " + DEAF.toSeconds() + " s", result, Trial.seconds(recovery));
    }
  }

  @Test
  void aPoolerInBetweenFollowsToo() throws Exception {
    try (Pair pair = Pair.start();
        PgBouncer pooler = pooler(pair);
        Trial trial = new Trial(pair.primary(), "failed_over_pooled")) {
      pair.primary().commitOnBoth();
      NodeProcess node = trial.start(trial.setupThrough(pooler.port()));
      trial.createWebhooks(node);
      Producers producers = new Producers(PRODUCERS, node);
      awaitAccepted(producers, BEFORE);
      pair.primary().kill();
      long recovery = promote(trial, pair, producers);
      Trial.Result result = settle(trial, producers, node);
      trial.report("15. standby promoted behind PgBouncer", result, Trial.seconds(recovery));
    }
  }

  private static NodeProcess[] started(Trial trial, Pair pair, int count) throws Exception {
    NodeProcess.Setup[] setups = new NodeProcess.Setup[count];
    for (int i = 0; i < count; i++) {
      setups[i] = trial.setupThrough(pair.address().port());
    }
    NodeProcess[] nodes = trial.startAll(setups);
    trial.createWebhooks(nodes);
    return nodes;
  }

  /** Promotes the standby, and has the address follow; nanoseconds until the first 202 since. */
  private static long promote(Trial trial, Pair pair, Producers producers) throws Exception {
    pair.standby().promote();
    return follow(trial, pair, producers);
  }

  private static long follow(Trial trial, Pair pair, Producers producers) {
    pair.address().lead(pair.standby().port());
    trial.follow(pair.standby());
    long promoted = System.nanoTime();
    awaitAccepted(producers, 1);
    return System.nanoTime() - promoted;
  }

  /** Has the ledgers agree: nothing is lost, and nothing was answered but 202 and a polite 503. */
  private static Trial.Result settle(Trial trial, Producers producers, NodeProcess... nodes)
      throws Exception {
    awaitAccepted(producers, AFTER);
    producers.close();
    Trial.Result result = trial.settle(producers, Trial.SINGLE, Trial.BATCHED);
    assertEquals(Set.of(), producers.otherAnswers());
    for (NodeProcess node : nodes) {
      assertFalse(node.hasLogged("\"ERROR\""), "see target/" + node.name() + ".log");
      assertFalse(node.hasLogged("attempt.not_recorded"), "see target/" + node.name() + ".log");
    }
    return result;
  }

  private static void awaitAccepted(Producers producers, int more) {
    int enough = producers.accepted().size() + more;
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> producers.accepted().size() >= enough);
  }

  /** Waits until the standby has written what the primary has now. */
  private static void awaitCaughtUp(Pair pair) throws Exception {
    String present =
        pair.primary()
            .texts("postgres", "select pg_current_wal_flush_lsn()::text")
            .iterator()
            .next();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                pair.primary()
                        .count(
                            "postgres",
                            "select count(*) from pg_stat_replication where flush_lsn >= '%s'"
                                .formatted(present))
                    == 1);
  }

  private static PgBouncer pooler(Pair pair) {
    Optional<PgBouncer> pooler =
        PgBouncer.start(pair.address().port(), "pool_mode = session", "default_pool_size = 50");
    assumeTrue(pooler.isPresent(), "there is no PgBouncer here");
    return pooler.get();
  }
}
