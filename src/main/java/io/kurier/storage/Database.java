package io.kurier.storage;

import io.kurier.problem.DomainError;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;
import java.net.ConnectException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

/**
 * Guards the calls to the database: none waits for ever, and an absent database is told as what it
 * is.
 */
@ApplicationScoped
public class Database {

  /** Longer than any statement takes, and shorter than a producer waits. */
  private static final long TIMEOUT_SECONDS = 10;

  /** Where nothing was sent because no connection could be had, it may be tried again. */
  private static final int CONNECT_RETRIES = 2;

  private static final long CONNECT_RETRY_MILLIS = 100;

  /**
   * Calls at a time, waiting for a connection included; more means that the database does not keep
   * up.
   */
  private static final int CALLS = 256;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private static final TypeLiteral<Uni<Object>> ANY =
      new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
      };

  private final Guard guard =
      Guard.create()
          .withDescription("database")
          .withTimeout()
          .duration(TIMEOUT_SECONDS, ChronoUnit.SECONDS)
          .done()
          .withBulkhead()
          .limit(CALLS)
          .queueSize(CALLS)
          .done()
          .withRetry()
          .maxRetries(CONNECT_RETRIES)
          .delay(CONNECT_RETRY_MILLIS, ChronoUnit.MILLIS)
          .whenException(ConnectException.class::isInstance)
          .done()
          .build();

  /**
   * Makes a call to the database. Fails with what the database says of the statement or its data
   * ({@link PgException}); with 503 where there is no answer, and then it is not known whether the
   * statement took effect.
   */
  @SuppressWarnings("unchecked") // the guard hands through what the call gives
  public <T> Uni<T> call(Supplier<Uni<T>> call) {
    Supplier<Uni<Object>> untyped = () -> (Uni<Object>) call.get();
    return ((Uni<T>) Uni.createFrom().deferred(() -> guard.get(untyped, ANY)))
        .onFailure(failure -> !isAnswer(failure))
        .transform(
            failure ->
                failure instanceof DomainError
                    ? failure
                    : new Absent("The database does not answer.", RETRY_AFTER, failure));
  }

  /** Whether the database itself refused the statement, so that it surely had no effect. */
  public static boolean isAnswer(Throwable failure) {
    return failure instanceof PgException answer && !isShutdown(answer.getSqlState());
  }

  /**
   * Whether the data was at fault: out of range, malformed, or against a constraint (SQLSTATE
   * classes 22 and 23).
   */
  public static boolean isDataError(Throwable failure) {
    return failure instanceof PgException answer
        && answer.getSqlState() != null
        && (answer.getSqlState().startsWith("22") || answer.getSqlState().startsWith("23"));
  }

  /** Class 57P: the server is being stopped, or starting up. */
  private static boolean isShutdown(String sqlState) {
    return sqlState != null && sqlState.startsWith("57P");
  }

  /** The database did not answer; as a problem it is a 503. */
  private static final class Absent extends DomainError {

    private static final long serialVersionUID = 1L;

    private final Throwable failure;

    Absent(String detail, Duration retryAfter, Throwable failure) {
      super(503, "Service unavailable", detail, List.of(), retryAfter);
      this.failure = failure;
    }

    /** A domain error is made without a cause, and then none can be set. */
    @Override
    public synchronized Throwable getCause() {
      return failure;
    }
  }
}
