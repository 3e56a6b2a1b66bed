package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.VertxException;
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

  @Test
  void itIsAnsweredWithARequestToComeBack() {
    DomainError error = Outage.toError();
    assertEquals(503, error.status());
    assertEquals(5, Objects.requireNonNull(error.retryAfter()).toSeconds());
  }
}
