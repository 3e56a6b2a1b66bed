package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.LogLines;
import io.kurier.support.Plans;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * When values are sealed in a format that nodes of the version before do not read, and how what
 * they sealed comes into it.
 */
@QuarkusTest
class SealedFormatTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The statement of the version before. */
  private static final String JOIN_OF_BEFORE =
      "insert into node (id, name, version) values ($1, 'of the version before', '0')";

  private static final String FORMATS =
      """
      select string_agg(get_byte(value, 0)::text, ',' order by number) from webhook,
        unnest(array[url_query, headers, secret, previous_secret]) with ordinality as sealed (value, number)
      where id = $1
      """;

  private static final String WITH_ALL =
      """
      {"name": "a", "url": "http://127.0.0.1:9/hooks?secret=xyz", "events": ["contact_added"],
       "headers": {"X-Key": "one"}}
      """;

  @Inject SealedStore store;
  @Inject Secrets secrets;
  @Inject Resealer resealer;
  @Inject Pool pool;

  private final Requests requests = Requests.ofNewAccount();
  private final UUID before = UUID.randomUUID();

  @AfterEach
  void leaveItAsANewDatabaseHasIt() {
    run("delete from node where name = 'of the version before'");
    run("update sealing set format = 2");
  }

  @Test
  void aNewDatabaseSealsInFormat2FromTheStart() {
    String id = rotated();

    assertEquals(2, secrets.format());
    assertEquals("2,2,2,2", formats(id));
  }

  @Test
  void format2ComesADayAfterTheLastNodeThatDoesNotReadIt() {
    backToFormat1("now() - interval '25 hours'");
    join(before);
    assertEquals(1, raise(), "a node is there that does not read it");

    longAgo();
    assertEquals(1, raise(), "that came long ago");

    run("delete from node where name = 'of the version before'");
    assertEquals(1, raise(), "the upgrade may be taken back");

    longAgo();
    assertEquals(2, raise());
    assertEquals(2, raise());
  }

  @Test
  void fromThenOnNoNodeIsLetInThatDoesNotReadIt() {
    PgException refused = assertThrows(PgException.class, () -> join(before));

    String reason = String.valueOf(refused.getMessage());
    assertTrue(
        reason.contains(
            "in a format that this version of Kurier does not read: start a newer version"),
        reason);
  }

  /** Its row is seen by nobody yet, and the format must not be raised past it. */
  @Test
  void aNodeThatJoinsMeanwhileIsWaitedFor() {
    backToFormat1("now() - interval '25 hours'");
    SqlConnection joining = begin();
    await(joining.preparedQuery(JOIN_OF_BEFORE).execute(Tuple.of(before)));

    CompletableFuture<SealedStore.Format> raised =
        store.raiseFormat(2, Resealer.WITHOUT_OLDER_NODES).subscribeAsCompletionStage();
    awaitOneThatWaits();
    assertFalse(raised.isDone());
    end(joining);

    assertEquals(new SealedStore.Format(1, false), get(raised));
  }

  /** The new format is seen by nobody yet, and the node must not come in past it. */
  @Test
  void aNodeThatJoinsWhileTheFormatIsRaisedIsNotLetIn() {
    backToFormat1("now() - interval '25 hours'");
    SqlConnection raising = begin();
    await(raising.query("update sealing set format = 2").execute());

    CompletableFuture<?> joined =
        pool.preparedQuery(JOIN_OF_BEFORE).execute(Tuple.of(before)).subscribeAsCompletionStage();
    awaitOneThatWaits();
    assertFalse(joined.isDone());
    end(raising);

    assertThrows(
        java.util.concurrent.ExecutionException.class,
        () -> joined.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertEquals(0, count("select count(*) from node where name = 'of the version before'"));
  }

  @Test
  void whatIsInFormat1IsReadAndSealedAnew() {
    String id = rotated();
    String sealedElsewhere = requests.created(WITH_ALL);
    inFormat1(id, secretsOf("a3VyaWVyLXRlc3Qtc2VjcmV0cy1rZXktMzItYnl0ZXM="));
    inFormat1(sealedElsewhere, secretsOf("YW5vdGhlci10ZXN0LXNlY3JldHMta2V5LTMyYnl0ZXM="));
    String shown = requests.get(id).asString();
    String secret = secret(id);
    assertEquals("1,1,1,1", formats(id));

    try (LogLines log = new LogLines(Resealer.class.getName())) {
      await(resealer.everyMinute());
      await(resealer.everyMinute());

      // One at least that no key opens is passed over each time; the second look finds no other.
      assertEquals(1, log.all().size(), log.all()::toString);
      assertTrue(log.all().getFirst().startsWith("secrets.resealed webhooks=1 unreadable="));
    }
    assertEquals("2,2,2,2", formats(id));
    assertEquals("1,1,1", formats(sealedElsewhere));
    assertEquals(shown, requests.get(id).asString());
    assertEquals(secret, secret(id));
    requests.delete(sealedElsewhere).then().statusCode(204);
    run("delete from webhook where id = '" + sealedElsewhere + "'");
  }

  @Test
  void whatIsInFormat1IsFoundByAnIndexThatHoldsNothingElse() {
    SqlConnection connection = await(pool.getConnection());
    try {
      // The table of a test fits on a page or two.
      await(connection.query("set enable_seqscan = off").execute());
      String plan = Plans.ofAnyValues(connection, SealedStore.PAGE_OF_FORMAT_1);
      assertTrue(plan.contains("Index Scan using webhook_format_1"), plan);
      assertFalse(plan.contains("Sort"), plan);
    } finally {
      await(connection.query("reset enable_seqscan").execute());
      await(connection.close());
    }
  }

  /** A webhook with all that can be sealed. */
  private String rotated() {
    String id = requests.created(WITH_ALL);
    requests.request().post(Requests.PATH + "/" + id + "/secret/rotate").then().statusCode(200);
    return id;
  }

  private String secret(String id) {
    return requests.request().get(Requests.PATH + "/" + id + "/secret").asString();
  }

  /** As a node of the version before seals. */
  private static Secrets secretsOf(String key) {
    return new Secrets(key);
  }

  private void inFormat1(String id, Secrets former) {
    UUID webhook = UUID.fromString(id);
    for (SealedColumn column : SealedColumn.values()) {
      SealedPlace place = new SealedPlace(requests.account(), webhook, column);
      var value =
          await(
                  pool.preparedQuery("select " + column.column() + " from webhook where id = $1")
                      .execute(Tuple.of(webhook)))
              .iterator()
              .next()
              .getBuffer(0);
      if (value != null) {
        Buffer sealed = Buffer.buffer(former.seal(place, secrets.unseal(place, value.getBytes())));
        await(
            pool.preparedQuery("update webhook set " + column.column() + " = $2 where id = $1")
                .execute(Tuple.of(webhook, sealed)));
      }
    }
  }

  private String formats(String id) {
    return await(pool.preparedQuery(FORMATS).execute(Tuple.of(UUID.fromString(id))))
        .iterator()
        .next()
        .getString(0);
  }

  private int raise() {
    return await(store.raiseFormat(2, Resealer.WITHOUT_OLDER_NODES)).number();
  }

  private void join(UUID id) {
    await(pool.preparedQuery(JOIN_OF_BEFORE).execute(Tuple.of(id)));
  }

  private void backToFormat1(String olderNodeAt) {
    run("update sealing set format = 1, older_node_at = " + olderNodeAt);
  }

  private void longAgo() {
    run("update sealing set older_node_at = now() - interval '25 hours'");
  }

  private SqlConnection begin() {
    SqlConnection connection = await(pool.getConnection());
    await(connection.query("begin").execute());
    return connection;
  }

  private static void end(SqlConnection connection) {
    await(connection.query("commit").execute());
    await(connection.close());
  }

  private void awaitOneThatWaits() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%sealing%' or wait_event_type = 'Lock' and query like 'insert into node%'")
                    > 0);
  }

  private long count(String sql) {
    return await(pool.query(sql).execute()).iterator().next().getLong(0);
  }

  private void run(String sql) {
    await(pool.query(sql).execute());
  }

  private static <T> T get(CompletableFuture<T> future) {
    return Uni.createFrom().completionStage(future).await().atMost(PATIENCE);
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
