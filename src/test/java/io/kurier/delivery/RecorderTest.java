package io.kurier.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.batch.Batch;
import io.kurier.batch.Member;
import io.kurier.batch.Pending;
import io.kurier.cluster.Node;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an answer has in it, what follows from it is recorded. */
@QuarkusTest
class RecorderTest {

  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final byte[] NOTHING = new byte[0];

  @Inject Recorder recorder;
  @Inject Pool pool;
  @Inject Node node;
  @Inject Clock clock;

  static Stream<Outcome> unfitOutcomes() {
    return Stream.of(
        new Outcome.Refused(32_768, NOTHING, null),
        new Outcome.Refused(-32_769, NOTHING, null),
        new Outcome.Refused(Integer.MAX_VALUE, NOTHING, null),
        new Outcome.Refused(500, new byte[16 * 1_024 + 1], null),
        new Outcome.Unreachable("reset\0by peer"),
        new Outcome.TimedOut("\0"),
        new Outcome.Blocked("\ud800\0"));
  }

  @ParameterizedTest
  @MethodSource("unfitOutcomes")
  void anOutcomeThatFitsNoColumnIsRecordedWithoutWhatDoesNotFit(Outcome unfit) {
    Attempt attempt = attempt(row(0), unfit, again());
    // Beside one that fits: it brings a whole group down.
    Attempt other = attempt(row(0), new Outcome.Refused(404, NOTHING, null), again());
    recorder.record(attempt);
    recorder.record(other);
    Row recorded = awaitAttempt(attempt);
    assertEquals(unfit.wire(), recorded.getString("outcome"));
    assertEquals(fitting(unfit.status()), recorded.getShort("status"));
    String error = recorded.getString("error");
    assertFalse(error.isBlank() || error.contains("Exception"), error);
    assertEquals(0, recorded.getBuffer("response").length());
    assertEquals(1, rowOf(attempt).getShort("tries").intValue());
    assertEquals((short) 404, awaitAttempt(other).getShort("status"));
    assertEquals(1, rowOf(other).getShort("tries").intValue());
  }

  @Test
  void anUnfitOutcomeThatWasTheLastOneFails() {
    Attempt attempt =
        attempt(
            row(0),
            new Outcome.Refused(99_999, NOTHING, null),
            new Verdict.Failed("refused", false));
    recorder.record(attempt);
    awaitAttempt(attempt);
    assertEquals(
        "refused",
        rows("select reason from failed_delivery where delivery_id = $1", attempt.deliveryId())
            .iterator()
            .next()
            .getString(0));
    assertEquals(0, rows("select id from delivery where id = $1", attempt.deliveryId()).rowCount());
  }

  @Test
  void theAttemptsOfADeliveryThatWasResentForYearsFitTheirColumn() {
    Attempt attempt =
        attempt(row(Short.MAX_VALUE), new Outcome.Refused(500, NOTHING, null), again());
    recorder.record(attempt);
    Row recorded = awaitAttempt(attempt);
    assertEquals(Short.MAX_VALUE, recorded.getShort("number"));
    assertEquals((short) 500, recorded.getShort("status"));
    assertEquals(Short.MAX_VALUE, rowOf(attempt).getShort("attempts"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 5L * Integer.MAX_VALUE})
  void aDurationThatNoClockShouldGiveFitsItsColumn(long millis) {
    Attempt odd =
        new Attempt(
            Ids.next(clock),
            row(0),
            UUID.randomUUID(),
            clock.instant(),
            Duration.ofMillis(millis),
            new Outcome.Refused(500, NOTHING, null),
            again());
    recorder.record(odd);
    assertEquals(
        millis < 0 ? 0 : Integer.MAX_VALUE, awaitAttempt(odd).getInteger("duration_ms").intValue());
  }

  @Test
  void anAttemptThatCanNotBeRecordedAtAllStillEndsItsDelivery() {
    Attempt attempt = withoutDeliveryId(row(0));
    recorder.record(attempt);
    await()
        .until(
            () ->
                rows("select tries from delivery where id = $1", attempt.batch().id())
                        .iterator()
                        .next()
                        .getShort(0)
                    == 1);
    assertTrue(recorder.isResting());
    assertNull(attempt(attempt));
  }

  @SuppressWarnings("NullAway") // that is what it is about
  private Attempt withoutDeliveryId(Batch batch) {
    return new Attempt(
        Ids.next(clock),
        batch,
        null,
        clock.instant(),
        Duration.ofMillis(1),
        new Outcome.Refused(500, NOTHING, null),
        again());
  }

  private static @Nullable Short fitting(@Nullable Integer status) {
    return status != null && status == 500 ? (short) 500 : null;
  }

  private Verdict again() {
    return new Verdict.Again(clock.instant().plus(Duration.ofHours(1)), true);
  }

  private Attempt attempt(Batch batch, Outcome outcome, Verdict verdict) {
    return new Attempt(
        Ids.next(clock),
        batch,
        batch.id(),
        clock.instant(),
        Duration.ofMillis(1),
        outcome,
        verdict);
  }

  /** A delivery that is in the table as this node's. */
  private Batch row(int attempts) {
    UUID event = Ids.next(clock);
    UUID id = Ids.ofDelivery(WEBHOOK, event);
    pool.preparedQuery(
            """
            insert into delivery
              (id, webhook_id, owner, due_at, attempts, tries, batched, size, account_id, event_ids)
            values ($1, $2, $3, now(), $4, 0, $5, 2, 'recorder', array[$6::uuid])
            """)
        .executeAndAwait(
            Tuple.of(id, WEBHOOK, node.id(), attempts, attempts > 0 ? false : null, event));
    return new Batch(
        WEBHOOK,
        List.of(
            new Pending(
                id,
                WEBHOOK,
                node.id(),
                "recorder",
                List.of(new Member(event, "contact_added", new byte[] {'{', '}'})),
                attempts,
                0,
                attempts > 0 ? false : null)),
        false);
  }

  private Row awaitAttempt(Attempt attempt) {
    await().until(() -> attempt(attempt) != null);
    return Objects.requireNonNull(attempt(attempt));
  }

  private @Nullable Row attempt(Attempt attempt) {
    RowSet<Row> found = rows("select * from attempt where id = $1", attempt.id());
    return found.rowCount() == 0 ? null : found.iterator().next();
  }

  private Row rowOf(Attempt attempt) {
    return rows("select * from delivery where id = $1", attempt.deliveryId()).iterator().next();
  }

  private RowSet<Row> rows(String sql, UUID id) {
    return pool.preparedQuery(sql).executeAndAwait(Tuple.of(id));
  }
}
