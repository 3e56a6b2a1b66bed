package io.kurier.event;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** More events than one statement takes. */
@QuarkusTest
class EventStoreTest {

  private static final int MANY = 2_500;
  private static final String LONGER_THAN_THE_COLUMN_TAKES = "x".repeat(129);

  private static final String DEADLOCKS =
      "select deadlocks::int from pg_stat_database where datname = current_database()";

  @Inject EventStore store;
  @Inject Pool pool;
  @Inject Clock clock;

  @Test
  void manyAreKeptOnceThoughTheyAreInsertedAgain() {
    List<Event> events = events("many", null);
    insert(events, false);
    insert(events, true);
    assertEquals(MANY, kept("many"));
  }

  @Test
  void ofManyWithTheSameIdsTheFirstAreKept() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      // Each id comes twice, far from each other, and in no order.
      byte[] key = Keys.ofEvent("ids", null, "id-" + (i * 7919 % (MANY / 2)));
      events.add(event("ids", null, key));
    }
    List<Submission.Kept> answers = insert(events, false);
    assertEquals(MANY / 2, kept("ids"));
    for (int i = 0; i < MANY; i++) {
      assertEquals(events.get(i % (MANY / 2)).id(), answers.get(i).id());
    }
  }

  @Test
  void groupsWithTheSameIdsInOppositeOrderDoNotBlockEachOther() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      events.add(event("opposite", null, Keys.ofEvent("opposite", null, "id-" + i)));
    }
    List<Event> opposite = new ArrayList<>();
    for (Event event : events.reversed()) {
      opposite.add(event("opposite", null, event.key()));
    }
    int deadlocks = count(DEADLOCKS);
    // Both stop in the middle, with a part of the keys each, if they could have one.
    byte[] middle = Objects.requireNonNull(events.get(MANY / 2).key());
    SqlConnection other = pool.getConnectionAndAwait();
    CompletableFuture<?> both;
    try {
      Transaction claim = other.beginAndAwait();
      other
          .preparedQuery("insert into seen (key, event_id, deliveries) values ($1, $2, 0)")
          .executeAndAwait(Tuple.of(Buffer.buffer(middle), Ids.next(clock)));
      both =
          Uni.join()
              .all(insertion(events, false), insertion(opposite, false))
              .andCollectFailures()
              .subscribeAsCompletionStage();
      await().until(() -> count("select count(*)::int from pg_locks where not granted") >= 2);
      claim.rollbackAndAwait();
    } finally {
      other.closeAndAwait();
    }
    assertDoesNotThrow(() -> both.get(30, TimeUnit.SECONDS));
    assertEquals(MANY, kept("opposite"));
    // One that was ended for it was tried again.
    assertEquals(deadlocks, count(DEADLOCKS));
  }

  @Test
  void ofManyNoneIsKeptWhereTheLastOneCannotBe() {
    List<Event> events = events("none", LONGER_THAN_THE_COLUMN_TAKES);
    assertThrows(PgException.class, () -> insert(events, false));
    assertEquals(0, kept("none"));
  }

  private List<Submission.Kept> insert(List<Event> events, boolean again) {
    Submission.Fate fate =
        insertion(events, again).await().atMost(Duration.ofSeconds(30)).getFirst();
    return ((Submission.Fate.Committed) fate).answers();
  }

  private Uni<List<Submission.Fate>> insertion(List<Event> events, boolean again) {
    return store.insertAll(List.of(new Submission(events, null, null, null)), again);
  }

  private List<Event> events(String account, @Nullable String producerIdOfTheLast) {
    List<Event> events = new ArrayList<>();
    for (int i = 1; i <= MANY; i++) {
      events.add(event(account, i == MANY ? producerIdOfTheLast : null, null));
    }
    return events;
  }

  private Event event(String account, @Nullable String producerId, byte @Nullable [] key) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Incoming incoming = new Incoming("contact_added", null, producerId, null, null, false, body);
    return new Event(Ids.next(clock), account, incoming, clock.instant(), key, List.of());
  }

  private int kept(String account) {
    return count("select count(*)::int from event where account_id = $1", account);
  }

  private int count(String sql, Object... parameters) {
    return pool.preparedQuery(sql)
        .executeAndAwait(Tuple.from(parameters))
        .iterator()
        .next()
        .getInteger(0);
  }
}
