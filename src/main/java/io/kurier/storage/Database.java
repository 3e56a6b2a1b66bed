package io.kurier.storage;

import io.kurier.observe.Meters;
import io.kurier.problem.DomainError;
import io.kurier.problem.Outage;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Guards the calls to the database: none waits for ever, and an absent database is told as what it
 * is.
 */
@Singleton
public class Database {

  private static final Logger LOG = Logger.getLogger(Database.class);

  /** How the driver begins what it says of a value of a class that it does not expect. */
  private static final String WRONG_VALUE = "Parameter at position";

  private static final long NOT_AWAY = Long.MIN_VALUE;

  /** Longer than any statement takes, and shorter than a producer waits. */
  private static final long TIMEOUT_SECONDS = 10;

  /** Where nothing was sent because no connection could be had, it may be tried again. */
  private static final int CONNECT_RETRIES = 2;

  private static final long CONNECT_RETRY_MILLIS = 100;

  /** How often a call is repeated at once that another transaction was in the way of. */
  private static final int CONFLICT_RETRIES = 3;

  /**
   * Calls at a time, waiting for a connection included; more means that the database does not keep
   * up.
   */
  private static final int CALLS = 256;

  /** So long no call may fail before the database counts as back. */
  private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();

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
          .whenException(Outage::isUnsent)
          .done()
          .build();

  private final Meters meters;
  private final OwnConnections connections;

  /** When it was last called in vain; only while it counts as away. */
  private final AtomicLong failedAt = new AtomicLong();

  private final AtomicLong awaySince = new AtomicLong(NOT_AWAY);

  Database(Meters meters, OwnConnections connections) {
    this.meters = meters;
    this.connections = connections;
  }

  /**
   * Makes a call to the database, and makes it anew where another transaction was in its way. Fails
   * with what the database says of the statement or its data ({@link PgException}), and where a
   * value could not be sent to it; with 503 where it can't do its work, and then it is not known
   * whether the statement took effect.
   *
   * @param call a whole transaction; it may be called several times
   */
  @SuppressWarnings("unchecked") // the guard hands through what the call gives
  public <T> Uni<T> call(Supplier<Uni<T>> call) {
    Supplier<Uni<Object>> untyped =
        () ->
            Uni.createFrom()
                .deferred(() -> (Uni<Object>) call.get())
                .onFailure(Outage::isRolledBack)
                .retry()
                .atMost(CONFLICT_RETRIES);
    return ((Uni<T>) Uni.createFrom().deferred(() -> guard.get(untyped, ANY)))
        .onItemOrFailure()
        .transformToUni(this::told);
  }

  /**
   * Whether the database itself refused the statement, so that it surely had no effect and would be
   * refused again.
   */
  public static boolean isAnswer(Throwable failure) {
    return failure instanceof PgException && !Outage.isBehind(failure);
  }

  /**
   * Whether a call would fail again with the same values: the database refused them, or they could
   * not be sent to it. Anything else is an outage, and passes.
   */
  public static boolean isRefused(Throwable failure) {
    return isAnswer(failure) || isUnsendable(failure);
  }

  /** What the driver fails with where it can't encode a value, or what it is to encode is none. */
  private static boolean isUnsendable(Throwable failure) {
    return switch (failure) {
      case IllegalArgumentException _,
          NullPointerException _,
          ClassCastException _,
          IndexOutOfBoundsException _,
          ArithmeticException _ ->
          true;
      case NoStackTraceThrowable other ->
          String.valueOf(other.getMessage()).startsWith(WRONG_VALUE);
      default -> false;
    };
  }

  /**
   * Whether the data was at fault: out of range, malformed, or against a constraint (SQLSTATE
   * classes 22 and 23).
   */
  public static boolean isDataError(Throwable failure) {
    return failure instanceof PgException answer
        && isAnswer(failure)
        && answer.getSqlState() != null
        && (answer.getSqlState().startsWith("22") || answer.getSqlState().startsWith("23"));
  }

  /**
   * Whether a call failed because the database is away: that was logged here, once, however many
   * calls fail by it.
   */
  public static boolean isAway(Throwable failure) {
    return failure instanceof Away;
  }

  private <T> Uni<T> told(@Nullable T item, @Nullable Throwable failure) {
    if (failure == null) {
      onAnswer();
      return Uni.createFrom().item(item);
    }
    if (failure instanceof DomainError || isUnsendable(failure)) {
      return Uni.createFrom().failure(failure);
    }
    if (isAnswer(failure)) {
      onAnswer();
      return Uni.createFrom().failure(failure);
    }
    if (Outage.isConflict(failure)) {
      onAnswer();
      LOG.warnf("database.conflict reason=\"%s\"", failure.getMessage());
      return Uni.createFrom().failure(inTheWay());
    }
    if (Outage.isOfConnection(failure)) {
      connections.drop();
    }
    onFailure(failure);
    return Uni.createFrom().failure(new Away(failure));
  }

  private static DomainError inTheWay() {
    return DomainError.unavailable("Another transaction was in the way.", Duration.ofSeconds(1));
  }

  private void onFailure(Throwable failure) {
    meters.databaseFailed();
    long now = System.nanoTime();
    failedAt.set(now);
    if (awaySince.compareAndSet(NOT_AWAY, now)) {
      LOG.warnf("database.away reason=\"%s\"", reason(failure));
    }
  }

  private void onAnswer() {
    long since = awaySince.get();
    if (since == NOT_AWAY) {
      return;
    }
    long now = System.nanoTime();
    if (now - failedAt.get() >= QUIET_NANOS && awaySince.compareAndSet(since, NOT_AWAY)) {
      LOG.infof("database.back after=%s", Duration.ofNanos(now - since));
    }
  }

  private static String reason(Throwable failure) {
    return Outage.isPartitionMissing(failure)
        ? "There is no partition for today: " + failure.getMessage()
        : failure.toString();
  }

  /** The database can't do its work; as a problem it is a 503. */
  private static final class Away extends DomainError {

    private static final long serialVersionUID = 1L;

    private final Throwable failure;

    Away(Throwable failure) {
      super(
          503,
          "Service unavailable",
          "The database does not answer.",
          List.of(),
          Outage.RETRY_AFTER);
      this.failure = failure;
    }

    /** A domain error is made without a cause, and then none can be set. */
    @Override
    public synchronized Throwable getCause() {
      return failure;
    }
  }
}
