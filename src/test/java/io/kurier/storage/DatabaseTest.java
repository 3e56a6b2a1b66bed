package io.kurier.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatabaseTest {

  @Inject Database database;

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

  private void call(Throwable failure) {
    database
        .call(() -> Uni.createFrom().<String>failure(failure))
        .await()
        .atMost(Duration.ofSeconds(10));
  }
}
