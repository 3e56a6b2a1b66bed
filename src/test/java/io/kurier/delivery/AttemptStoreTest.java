package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.batch.Batch;
import io.kurier.batch.Member;
import io.kurier.batch.Pending;
import io.kurier.cluster.Node;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is recorded of several attempts at once. */
@QuarkusTest
class AttemptStoreTest {

  private static final UUID WEBHOOK = UUID.randomUUID();

  @Inject AttemptStore store;
  @Inject Pool pool;
  @Inject Node node;
  @Inject Clock clock;

  @Test
  void eachAttemptHasItsOwnMembers() {
    List<Attempt> attempts =
        Stream.of(1, 3, 1, 2).map(members -> acknowledged(members, true)).toList();
    record(attempts, false);
    attempts.forEach(attempt -> assertEquals(attempt.batch().eventIds(), membersOf(attempt)));
  }

  @Test
  void aBatchThatIsDueAgainHasItsOwnMembers() {
    Attempt two = again(2);
    Attempt three = again(3);
    record(List.of(acknowledged(1, true), two, three), false);
    for (Attempt attempt : List.of(two, three)) {
      assertEquals(attempt.batch().eventIds(), membersOfTheRow(attempt.deliveryId()));
    }
  }

  @Test
  void theHalvesOfABatchAreDeliveriesOfTheirOwn() {
    Attempt whole = inTheTable(5, new Verdict.Halved(clock.instant().plus(Duration.ofHours(30))));
    record(List.of(whole), false);
    List<UUID> events = whole.batch().eventIds();
    for (List<UUID> half : List.of(events.subList(0, 3), events.subList(3, 5))) {
      UUID id = Ids.ofBatch(WEBHOOK, half);
      assertEquals(half, membersOfTheRow(id));
      Row row =
          pool.preparedQuery("select * from delivery where id = $1")
              .executeAndAwait(Tuple.of(id))
              .iterator()
              .next();
      assertEquals(
          List.of(1, 0), List.of((int) row.getShort("attempts"), (int) row.getShort("tries")));
      assertEquals(2 * half.size(), row.getInteger("size"));
      assertTrue(row.getBoolean("batched"));
    }
    assertEquals(events, membersOf(whole));
  }

  @Test
  void whatAReceiverAskedForIsNotCounted() {
    Attempt attempt =
        inTheTable(2, new Verdict.Again(clock.instant().plus(Duration.ofHours(30)), false));
    record(List.of(attempt), false);
    Row row =
        pool.preparedQuery("select * from delivery where id = $1")
            .executeAndAwait(Tuple.of(attempt.deliveryId()))
            .iterator()
            .next();
    assertEquals(
        List.of(1, 0), List.of((int) row.getShort("attempts"), (int) row.getShort("tries")));
  }

  @Test
  void whatMayHaveBeenRecordedIsRecordedOnce() {
    List<Attempt> attempts = List.of(acknowledged(2, true), acknowledged(1, false));
    record(attempts, false);
    record(attempts, true);
    attempts.forEach(attempt -> assertEquals(attempt.batch().eventIds(), membersOf(attempt)));
    assertThrows(PgException.class, () -> record(attempts, false));
  }

  private void record(List<Attempt> attempts, boolean again) {
    store.recordAll(attempts, again).await().atMost(Duration.ofSeconds(30));
  }

  private Attempt acknowledged(int members, boolean array) {
    return attempt(batch(members, array), new Verdict.Delivered());
  }

  /** One whose rows are in the table: this node's, since those of no node are soon anybody's. */
  private Attempt again(int members) {
    return inTheTable(members, new Verdict.Again(clock.instant().plus(Duration.ofHours(1)), true));
  }

  private Attempt inTheTable(int members, Verdict verdict) {
    Batch batch = batch(members, true);
    for (Pending row : batch.rows()) {
      pool.preparedQuery(
              """
              insert into delivery (id, webhook_id, owner, due_at, attempts, tries, size, account_id, event_ids)
              values ($1, $2, $3, now(), 0, 0, 2, 'attempts', array[$4::uuid])
              """)
          .executeAndAwait(
              Tuple.of(row.id(), WEBHOOK, node.id(), row.members().getFirst().eventId()));
    }
    return attempt(batch, verdict);
  }

  private Attempt attempt(Batch batch, Verdict verdict) {
    return new Attempt(
        Ids.next(clock),
        batch,
        batch.id(),
        clock.instant(),
        Duration.ofMillis(1),
        new Outcome.Acknowledged(200, new byte[0]),
        verdict);
  }

  private Batch batch(int members, boolean array) {
    List<Pending> rows =
        Stream.generate(() -> Ids.next(clock))
            .limit(members)
            .map(
                event ->
                    Pending.first(
                        Ids.ofDelivery(WEBHOOK, event),
                        WEBHOOK,
                        node.id(),
                        "attempts",
                        new Member(event, "contact_added", new byte[] {'{', '}'})))
            .toList();
    return new Batch(WEBHOOK, rows, array);
  }

  private List<UUID> membersOf(Attempt attempt) {
    return ids("select event_ids from attempt where id = $1", attempt.id());
  }

  private List<UUID> membersOfTheRow(UUID delivery) {
    return ids("select event_ids from delivery where id = $1", delivery);
  }

  private List<UUID> ids(String sql, UUID id) {
    return Arrays.asList(
        pool.preparedQuery(sql).executeAndAwait(Tuple.of(id)).iterator().next().getArrayOfUUIDs(0));
  }
}
