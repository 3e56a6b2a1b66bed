package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "57P01", "57P03", "08006", "53300", "53100", "25006", "28P01", "3D000", "58030", "40001",
        "40P01", "55P03", "XX000"
      })
  void theDatabaseIsAway(String state) {
    assertTrue(Outage.isBehind(new PgException("gone", "FATAL", state, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "22P02", "42601", ""})
  void theStatementIsWrong(String state) {
    assertFalse(Outage.isBehind(new PgException("wrong", "ERROR", state, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25P03", "25P04", "26000", "42P05"})
  void aSessionThatIsNoLongerWhatItWasSaysNothingOfTheStatement(String state) {
    assertTrue(Outage.isBehind(new PgException("gone", "ERROR", state, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "40000", "40002", "55P03"})
  void anotherTransactionInTheWayIsAConflict(String state) {
    PgException conflict = new PgException("in the way", "ERROR", state, "");
    assertTrue(Outage.isConflict(conflict));
    assertTrue(Outage.isBehind(conflict), "it is none of the statement's faults");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40003", "57P01", "25006", "53100", "23505", ""})
  void nothingElseIsAConflict(String state) {
    assertFalse(Outage.isConflict(new PgException("gone", "ERROR", state, "")));
  }

  @Test
  void aLockThatWasNotToBeHadInTimeIsNotAskedForAgainAtOnce() {
    assertFalse(Outage.isRolledBack(new PgException("lock timeout", "ERROR", "55P03", "")));
    assertTrue(Outage.isRolledBack(new PgException("deadlock", "ERROR", "40P01", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25006", "26000", "42P05"})
  void aConnectionToTheWrongServerOrSessionIsAtFaultItself(String state) {
    assertTrue(Outage.isOfConnection(new PgException("wrong", "ERROR", state, "")));
    assertFalse(Outage.isOfConnection(new PgException("shut down", "FATAL", "57P01", "")));
  }

  @Test
  void noPartitionForARowIsNobodysFault() {
    PgException none = new PgException("no partition of relation", "ERROR", "23514", "");
    assertTrue(Outage.isPartitionMissing(none));
    assertTrue(Outage.isBehind(none));
  }

  @Test
  void aLostConnectionIsAnOutageAtAnyDepth() {
    assertTrue(
        Outage.isBehind(
            new IllegalStateException(new CompletionException(new ConnectException("refused")))));
    assertTrue(Outage.isBehind(new VertxException("Connection closed")));
    assertFalse(Outage.isBehind(new IllegalStateException("a bug")));
  }

  /** They came as 500: the client has an exception of its own for them, which is no IOException. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection is not active now, current status: CLOSED",
        "Pending requests failed to be sent due to connection has been closed."
      })
  void aStatementThatFindsItsConnectionClosedWasNotSent(String message) {
    Throwable unsent = new NoStackTraceThrowable(message);
    assertTrue(Outage.isUnsent(unsent));
    assertTrue(Outage.isBehind(new CompletionException(unsent)));
    assertFalse(Outage.isBehind(new NoStackTraceThrowable("Parameter 1 must be a String")));
  }

  @Test
  void itIsAnsweredWithARequestToComeBack() {
    DomainError error = Outage.toError();
    assertEquals(503, error.status());
    assertEquals(5, Objects.requireNonNull(error.retryAfter()).toSeconds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"22021", "22P05"})
  void aCharacterThatCannotBeStoredIsTheClientsFault(String state) {
    Throwable refused =
        new IllegalStateException(new PgException("invalid byte sequence", "ERROR", state, ""));

    assertTrue(Outage.isUnstorableText(refused));
    assertFalse(Outage.isBehind(refused));
    assertEquals(422, new Problems(new Routes()).map(refused).getStatus());
  }

  @ParameterizedTest
  @ValueSource(strings = {"22P02", "22003", "23505", "42601", ""})
  void anotherErrorIsNot(String state) {
    assertFalse(Outage.isUnstorableText(new PgException("wrong", "ERROR", state, "")));
  }
}
