package io.kurier.storage;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatabaseTest {

  @Inject Database database;
  @Inject Meters meters;
  @Inject Pool pool;

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
  void anOutageIsToldOnceWhenItComesAndOnceWhenItIsOver() {
    Database fresh = new Database(meters);
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
