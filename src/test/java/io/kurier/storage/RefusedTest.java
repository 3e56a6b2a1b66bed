package io.kurier.storage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.problem.DomainError;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which failures would come again with the same values. */
class RefusedTest {

  static Stream<Throwable> refused() {
    return Stream.of(
        new PgException("duplicate key", "ERROR", "23505", ""),
        new PgException("out of range", "ERROR", "22003", ""),
        new IllegalArgumentException("a text with NUL"),
        new NullPointerException("a value that is none"),
        new ClassCastException("a value of another type"),
        new IndexOutOfBoundsException("an array that is too short"),
        new ArithmeticException("a time beyond the calendar"),
        new NoStackTraceThrowable("Parameter at position[0] can not be coerced"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatTheDatabaseOrItsDriverDoesNotTakeIsRefused(Throwable failure) {
    assertTrue(Database.isRefused(failure));
  }

  static Stream<Throwable> passing() {
    return Stream.of(
        new PgException("no space", "ERROR", "53100", ""),
        new PgException("shut down", "FATAL", "57P01", ""),
        new IOException("reset"),
        new VertxException("Connection closed"),
        new IllegalStateException("closed"),
        new NoStackTraceThrowable("Connection is not active now"),
        new TimeoutException(),
        DomainError.unavailable("another transaction", Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void anOutageIsNotRefused(Throwable failure) {
    assertFalse(Database.isRefused(failure));
  }
}
