package io.kurier.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.kurier.problem.DomainError;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatabaseTest {

  @Inject Database database;

  @Test
  void aConnectionThatIsLostIsA503() {
    IOException lost = new IOException("Connection reset");
    DomainError error = assertInstanceOf(DomainError.class, failureOf(lost));
    assertEquals(503, error.status());
    assertSame(lost, error.getCause());
  }

  @Test
  void aServerThatIsBeingStoppedIsA503() {
    DomainError error =
        assertInstanceOf(
            DomainError.class, failureOf(new PgException("shutdown", "FATAL", "57P01", "")));
    assertEquals(503, error.status());
  }

  @Test
  void whatTheDatabaseSaysOfAStatementIsHandedThrough() {
    PgException answer = new PgException("duplicate key", "ERROR", "23505", "");
    assertSame(answer, failureOf(answer));
  }

  private Throwable failureOf(Throwable failure) {
    return database
        .call(() -> Uni.createFrom().<Void>failure(failure))
        .onItem()
        .<Throwable>transform(item -> new AssertionError("it answered"))
        .onFailure()
        .recoverWithItem(problem -> problem)
        .await()
        .indefinitely();
  }
}
