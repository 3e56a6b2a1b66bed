package io.kurier.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.paging.ListParameters;
import io.kurier.support.Plans;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Looking back must not walk through what is large. The tables get some thousand rows and their
 * statistics, in a transaction that is rolled back, so that the plans are those of a service in
 * use. Both kinds of plans are looked at: for the values of one request, and for any.
 */
@QuarkusTest
class IndexUseTest {

  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final String ACCOUNT = "index-use";
  private static final UUID WEBHOOK = UUID.fromString("01900000-0000-7000-8000-000000000007");

  private static final List<String> FILL =
      List.of(
          """
          create temporary table made on commit drop as
          select n,
                 ('01900000-0000-7000-8000-' || lpad(to_hex(case when n % 10 = 0 then 7 else n end), 12, '0'))::uuid
                   as webhook,
                 overlay(uuid_floor(now() - n * interval '1 second')::text placing lpad(to_hex(n), 12, '0') from 25)::uuid
                   as id
          from generate_series(1, 20000) as n
          """,
          """
          insert into event (id, received_at, account_id, type, producer_id, webhook_ids, body)
          select id, now(), 'index-use', 'contact_added', 'p' || n, array[webhook], '{}' from made
          """,
          """
          insert into attempt
            (id, webhook_id, delivery_id, last_event_id, sent_at, duration_ms, number, account_id, outcome, event_ids)
          select id, webhook, id, id, now(), 1, 1, 'index-use', 'acknowledged', array[id] from made
          """,
          """
          insert into delivery
            (id, webhook_id, owner, due_at, attempts, tries, batched, size, account_id, event_ids)
          select id, webhook, null, now() + n * interval '1 second', n % 3, n % 3, case when n % 3 > 0 then true end, 2,
                 'index-use', case when n % 3 = 1 then array[id, gen_random_uuid()] else array[id] end
          from made
          """,
          """
          insert into failed_delivery
            (event_id, webhook_id, account_id, delivery_id, attempts, batched, reason, failed_at)
          select id, webhook, 'index-use', id, 1, false, 'refused', now() from made
          """,
          "analyze event, attempt, delivery, failed_delivery");

  @Inject Pool pool;

  private SqlConnection connection;

  @BeforeEach
  void fillTables() {
    connection = pool.getConnection().await().atMost(WAIT);
    query("begin");
    // Empty tables and partitions have no better plan than to be read.
    query("set local enable_seqscan = off");
    FILL.forEach(this::query);
  }

  @AfterEach
  void forgetThem() {
    query("rollback");
    connection.close().await().atMost(WAIT);
  }

  @Test
  void anEventIsFoundByItsId() {
    assertUses(HistoryStore.ONE, Tuple.of(ofToday(), ACCOUNT), "event_\\d+_pkey");
  }

  @Test
  void eventsAreFoundByTheProducersId() {
    assertUses(
        HistoryStore.BY_PRODUCER_ID,
        Tuple.of(ACCOUNT, "p1", ListParameters.LAST_ID, 50),
        "event_\\d+_account_id_producer_id_idx");
  }

  @Test
  void progressIsFoundByIds() {
    Match match = new Match(ofToday(), WEBHOOK);
    assertUses(
        ProgressStore.PROGRESS,
        ProgressStore.values(List.of(match, match), ACCOUNT),
        "delivery_pkey",
        "delivery_members",
        "failed_delivery_(pkey|webhook)",
        "attempt_\\d+_webhook_id_last_event_id_idx");
  }

  @Test
  void theLogOfAWebhookIsReadFromItsEnd() {
    AttemptFilter filter = AttemptFilter.of(null, null, null, null, null, null);
    String plan =
        assertUses(
            AttemptLogStore.OF_WEBHOOK,
            AttemptLogStore.values(ACCOUNT, WEBHOOK, filter, null),
            "Backward using attempt_\\d+_webhook_id_id_idx");
    assertTrue(!plan.contains("Sort Key: attempt.id"), plan);
  }

  @Test
  void theLogOfATimeLeavesOtherDaysOut() {
    Instant since = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(60));
    Instant until = since.plus(Duration.ofDays(1));
    AttemptFilter filter =
        AttemptFilter.of(null, null, since.toString(), until.toString(), null, null);
    String plan =
        plans(AttemptLogStore.OF_WEBHOOK, AttemptLogStore.values(ACCOUNT, WEBHOOK, filter, null))
            .getFirst();
    assertEquals(
        Set.of(partitionOf(since), partitionOf(until)),
        Pattern.compile("on (attempt_\\d+)")
            .matcher(plan)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet()));
  }

  @Test
  void theLogOfATypeIsLookedIntoFromItsEnd() {
    AttemptFilter filter = AttemptFilter.of(null, "contact_moved", null, null, null, null);
    String plan =
        assertUses(
            AttemptLogStore.LOOKED_INTO,
            AttemptLogStore.range(ACCOUNT, WEBHOOK, filter),
            "Backward using attempt_\\d+_webhook_id_id_idx");
    assertTrue(!plan.contains("Sort Key: attempt.id"), plan);
  }

  @Test
  void theTypesOfEventsAreFoundByIds() {
    UUID[] ids = {ofToday(), ofToday()};
    assertUses(
        AttemptLogStore.OF_TYPE,
        Tuple.of(ids).addString(ACCOUNT).addString("contact_moved"),
        "event_\\d+_pkey");
  }

  @Test
  void whatWasFoundOfATypeIsReadByIds() {
    AttemptFilter filter = AttemptFilter.of(null, "contact_moved", null, null, null, null);
    assertUses(
        AttemptLogStore.OF_WEBHOOK,
        AttemptLogStore.values(ACCOUNT, WEBHOOK, filter, List.of(ofToday())),
        "attempt_\\d+_(pkey|webhook_id_id_idx)");
  }

  @Test
  void whatIsNobodysIsListedInTheOrderOfTheIndex() {
    List<String> plans = plans(DeliveryListStore.OPEN, open());
    for (String plan : plans) {
      assertEquals(
          2, Pattern.compile("using delivery_due on").matcher(plan).results().count(), plan);
      // PostgreSQL 15 reads the index too, but sorts what it gives: it sees less of the order.
      if (!"15".equals(System.getProperty("postgresql"))) {
        assertEquals(
            2,
            Pattern.compile("Presorted Key: [a-z_0-9.]*due_at").matcher(plan).results().count(),
            plan);
      }
    }
  }

  @Test
  void whatHasFailedIsListedInTheOrderOfTheIndex() {
    assertUses(
        DeliveryListStore.FAILED,
        Tuple.of(WEBHOOK, ACCOUNT, ListParameters.LAST_ID, 51),
        "Backward using failed_delivery_(pkey|webhook)");
  }

  private static String partitionOf(Instant time) {
    return "attempt_" + time.toString().substring(0, 10).replace("-", "");
  }

  private static UUID ofToday() {
    return Ids.floor(Instant.now());
  }

  private static Tuple open() {
    return DeliveryListStore.values(ACCOUNT, WEBHOOK, DeliveryFilter.of(null, null, null));
  }

  /** Each of the plans uses each of the indexes, and reads no large table as a whole. */
  private String assertUses(String sql, Tuple values, String... indexes) {
    List<String> plans = plans(sql, values);
    for (String plan : plans) {
      for (String index : indexes) {
        assertTrue(Pattern.compile(index).matcher(plan).find(), index + " is not in\n" + plan);
      }
      assertTrue(!plan.contains("Seq Scan on event"), plan);
      assertTrue(!plan.contains("Seq Scan on attempt"), plan);
      assertTrue(!plan.contains("Seq Scan on delivery"), plan);
      assertTrue(!plan.contains("Seq Scan on failed_delivery"), plan);
    }
    return plans.getFirst();
  }

  private List<String> plans(String sql, Tuple values) {
    String ofValues =
        Plans.text(
            connection
                .preparedQuery("explain (costs off) " + sql)
                .execute(values)
                .await()
                .atMost(WAIT));
    return List.of(ofValues, Plans.ofAnyValues(connection, sql));
  }

  private void query(String sql) {
    connection.query(sql).execute().await().atMost(WAIT);
  }
}
