package io.kurier.storage;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.observe.Meters;
import io.kurier.problem.DomainError;
import io.kurier.support.LogLines;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatabaseTest {

  @Inject Database database;
  @Inject Meters meters;
  @Inject Pool pool;
  @Inject OwnConnections connections;

  @Test
  void aDatabaseThatDoesNotAnswerIsToldAsUnavailable() {
    VertxException closed = new VertxException("Connection closed");

    DomainError error = assertThrows(DomainError.class, () -> call(closed));

    assertEquals(503, error.status());
    assertEquals(Duration.ofSeconds(5), error.retryAfter());
    assertSame(closed, error.getCause());
  }

  @Test
  void whatTheDatabaseSaysOfTheStatementIsHandedThrough() {
    PgException duplicate = new PgException("duplicate key", "ERROR", "23505", "");

    assertSame(duplicate, assertThrows(PgException.class, () -> call(duplicate)));
  }

  @Test
  void whatTheDriverCanNotSendIsRefusedAndNoOutage() {
    ArithmeticException overflow = new ArithmeticException("long overflow");
    try (LogLines log = new LogLines(Database.class.getName())) {
      assertSame(overflow, assertThrows(ArithmeticException.class, () -> call(overflow)));

      assertTrue(Database.isRefused(overflow));
      assertFalse(Database.isAway(overflow));
      assertEquals(List.of(), log.all());
    }
  }

  @Test
  void aValueThatTheDriverDoesNotExpectIsRefused() {
    Throwable failure =
        database
            .call(() -> pool.preparedQuery("select $1::integer").execute(Tuple.of("one")))
            .onItemOrFailure()
            .transform((rows, refused) -> refused)
            .await()
            .atMost(Duration.ofSeconds(10));

    assertTrue(Database.isRefused(failure), String.valueOf(failure));
  }

  @Test
  void anOutageIsToldOnceWhenItComesAndOnceWhenItIsOver() {
    Database fresh = new Database(meters, connections);
    try (LogLines log = new LogLines(Database.class.getName())) {
      for (int i = 0; i < 3; i++) {
        assertThrows(
            DomainError.class,
            () -> call(fresh, new PgException("no space", "ERROR", "53100", "")));
      }
      await()
          .untilAsserted(
              () -> {
                fresh.call(() -> Uni.createFrom().item("")).await().indefinitely();
                assertTrue(log.all().getLast().startsWith("database.back"), log.all()::toString);
              });
      assertEquals(
          1,
          log.all().stream().filter(line -> line.contains("53100")).count(),
          log.all()::toString);
    }
  }

  @Test
  void aConflictIsTriedAgainAndIsNoOutage() {
    AtomicInteger calls = new AtomicInteger();
    try (LogLines log = new LogLines(Database.class.getName())) {
      String answer =
          database
              .call(
                  () ->
                      calls.incrementAndGet() < 3
                          ? Uni.createFrom().<String>failure(conflict("40001"))
                          : Uni.createFrom().item("kept"))
              .await()
              .atMost(Duration.ofSeconds(10));

      assertEquals("kept", answer);
      assertEquals(List.of(), log.all());
    }
  }

  @Test
  void aConflictThatDoesNotEndIsUnavailableAndNoOutage() {
    try (LogLines log = new LogLines(Database.class.getName())) {
      DomainError error = assertThrows(DomainError.class, () -> call(conflict("40P01")));

      assertEquals(503, error.status());
      assertFalse(Database.isAway(error));
      assertFalse(Database.isAnswer(error));
      assertEquals(
          List.of("database.conflict reason=\"ERROR: in the way (40P01)\""),
          log.all(),
          "said once, and not as an outage");
    }
  }

  @Test
  void ofTwoTransactionsThatWaitForEachOtherBothAreMade() {
    CompletableFuture<Void> oneHasA = new CompletableFuture<>();
    CompletableFuture<Void> otherHasB = new CompletableFuture<>();
    try (LogLines log = new LogLines(Database.class.getName())) {
      Uni.join()
          .all(
              database.call(() -> lock(771_001, oneHasA, otherHasB, 771_002)),
              database.call(() -> lock(771_002, otherHasB, oneHasA, 771_001)))
          .andFailFast()
          .await()
          .atMost(Duration.ofSeconds(20));

      assertEquals(List.of(), log.all());
    }
  }

  @Test
  void theConnectionsThatLeadToAServerWithoutWritesAreLeft() {
    Set<Integer> before = sessions();

    assertThrows(
        DomainError.class,
        () -> call(new PgException("read-only transaction", "ERROR", "25006", "")));

    await().untilAsserted(() -> assertTrue(Collections.disjoint(before, sessions())));
  }

  @Test
  void statementsArePlannedByWhatTheTablesHoldNowAndForTablesInMemory() {
    assertEquals("force_custom_plan", shown("plan_cache_mode"));
    assertEquals("1.1", shown("random_page_cost"));
  }

  private String shown(String setting) {
    return pool.query("show " + setting)
        .execute()
        .await()
        .atMost(Duration.ofSeconds(10))
        .iterator()
        .next()
        .getString(0);
  }

  /** The sessions of the pool's connections that are at hand. */
  private Set<Integer> sessions() {
    return IntStream.range(0, 5)
        .mapToObj(
            i ->
                pool.query("select pg_backend_pid()")
                    .execute()
                    .onFailure()
                    .retry()
                    .atMost(3)
                    .await()
                    .atMost(Duration.ofSeconds(10))
                    .iterator()
                    .next()
                    .getInteger(0))
        .collect(Collectors.toSet());
  }

  private Uni<Void> lock(
      int first, CompletableFuture<Void> has, CompletableFuture<Void> otherHas, int second) {
    return pool.withTransaction(
        connection ->
            connection
                .query("select pg_advisory_xact_lock(" + first + ")")
                .execute()
                .invoke(() -> has.complete(null))
                .chain(() -> Uni.createFrom().completionStage(otherHas))
                .chain(
                    () ->
                        connection.query("select pg_advisory_xact_lock(" + second + ")").execute())
                .replaceWithVoid());
  }

  private static PgException conflict(String state) {
    return new PgException("in the way", "ERROR", state, "");
  }

  private void call(Throwable failure) {
    call(database, failure);
  }

  private static void call(Database database, Throwable failure) {
    database
        .call(() -> Uni.createFrom().<String>failure(failure))
        .await()
        .atMost(Duration.ofSeconds(10));
  }
}
