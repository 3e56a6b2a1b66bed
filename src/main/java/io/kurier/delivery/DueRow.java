package io.kurier.delivery;

import io.kurier.batch.Batch;
import io.kurier.batch.Member;
import io.kurier.batch.Pending;
import io.kurier.storage.Columns;
import io.kurier.time.Ids;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A row of {@code delivery} that is due again after a request. A batch becomes one row with its
 * members, whatever rows it was made of; one that was too large becomes two.
 *
 * @param id the {@code X-Webhook-ID} of the next request
 * @param attempts requests so far, over all resends
 * @param tries place in the schedule
 * @param size bytes of the bodies
 */
record DueRow(
    UUID id,
    UUID webhookId,
    Instant due,
    int attempts,
    int tries,
    boolean batched,
    int size,
    String accountId,
    List<UUID> events) {

  /** What is left of a request's rows, those lost to another node taken out. */
  static DueRow again(Attempt attempt, List<Pending> rows, Verdict.Again verdict) {
    Batch batch = attempt.batch();
    // If some rows were lost, what remains is another batch with another id.
    Batch remaining = new Batch(batch.webhookId(), rows, batch.array());
    int tries = batch.tries() + (verdict.charged() ? 1 : 0);
    return of(attempt, remaining.id(), remaining.members(), tries, verdict.due());
  }

  /** The two halves of what is left, the first one the larger; of a single event that one. */
  static List<DueRow> halves(Attempt attempt, List<Pending> rows, Verdict.Halved verdict) {
    List<Member> members = new Batch(attempt.batch().webhookId(), rows, true).members();
    int middle = (members.size() + 1) / 2;
    DueRow first = half(attempt, members.subList(0, middle), verdict.due());
    return middle == members.size()
        ? List.of(first)
        : List.of(first, half(attempt, members.subList(middle, members.size()), verdict.due()));
  }

  private static DueRow half(Attempt attempt, List<Member> members, Instant due) {
    UUID id =
        Ids.ofBatch(attempt.batch().webhookId(), members.stream().map(Member::eventId).toList());
    return of(attempt, id, members, attempt.batch().tries(), due);
  }

  private static DueRow of(Attempt attempt, UUID id, List<Member> members, int tries, Instant due) {
    Batch batch = attempt.batch();
    return new DueRow(
        id,
        batch.webhookId(),
        due,
        attempt.number(),
        tries,
        batch.array(),
        members.stream().mapToInt(member -> member.body().length).sum(),
        batch.accountId(),
        members.stream().map(Member::eventId).toList());
  }

  /** As the columns of a statement. */
  static Tuple values(List<DueRow> rows) {
    Columns.Slices members = Columns.slices(rows, DueRow::events);
    return Tuple.tuple()
        .addArrayOfUUID(Columns.uuids(rows, DueRow::id))
        .addArrayOfUUID(Columns.uuids(rows, DueRow::webhookId))
        .addArrayOfOffsetDateTime(Columns.times(rows, DueRow::due))
        .addArrayOfInteger(Columns.numbers(rows, DueRow::attempts))
        .addArrayOfInteger(Columns.numbers(rows, DueRow::tries))
        .addArrayOfBoolean(rows.stream().map(DueRow::batched).toArray(Boolean[]::new))
        .addArrayOfInteger(Columns.numbers(rows, DueRow::size))
        .addArrayOfString(Columns.texts(rows, DueRow::accountId))
        .addArrayOfUUID(members.ids())
        .addArrayOfInteger(members.first())
        .addArrayOfInteger(members.last());
  }
}
