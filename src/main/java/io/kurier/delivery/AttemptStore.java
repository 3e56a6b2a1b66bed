package io.kurier.delivery;

import io.kurier.batch.Member;
import io.kurier.batch.Pending;
import io.kurier.storage.Columns;
import io.kurier.storage.Database;
import io.kurier.time.Ids;
import io.kurier.webhook.EventEntries;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Recording: an attempt row for each request, and what follows for its delivery rows. Fenced: a row
 * is only touched while this node owns it.
 */
@Singleton
class AttemptStore {

  private static final String ATTEMPTS =
      """
      insert into attempt
        (id, webhook_id, delivery_id, last_event_id, sent_at, duration_ms, number, status, account_id, outcome, error,
         event_ids, response)
      select id, webhook_id, delivery_id, last_event_id, sent_at, duration_ms, number, status, account_id, outcome, error,
             ($12::uuid[])[first_member:last_member], response
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::int[], $7::int[], $8::int[],
                  $9::text[], $10::text[], $11::text[], $13::bytea[], $14::int[], $15::int[])
        as a (id, webhook_id, delivery_id, last_event_id, sent_at, duration_ms, number, status, account_id, outcome,
              error, response, first_member, last_member)
      """;

  /**
   * After an answer of the database was lost. Not at once, since the database then inserts each row
   * in two steps.
   */
  private static final String ATTEMPTS_AGAIN = ATTEMPTS + "on conflict (id) do nothing";

  private static final String ENDED =
      "with ended as (delete from delivery where id = any($16) and owner = any($17))\n";

  /** The whole of the happy road: one statement. */
  static final String ACKNOWLEDGED = ENDED + ATTEMPTS;

  private static final String ACKNOWLEDGED_AGAIN = ENDED + ATTEMPTS_AGAIN;

  static final String DELETE_OWNED =
      "delete from delivery where id = any($1) and owner = any($2) returning id";

  private static final String AGAIN =
      """
      insert into delivery (id, webhook_id, due_at, attempts, tries, batched, size, account_id, event_ids)
      select id, webhook_id, due_at, attempts, tries, batched, size, account_id, ($9::uuid[])[first_member:last_member]
      from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::int[], $5::int[], $6::boolean[], $7::int[], $8::text[],
                  $10::int[], $11::int[])
        as d (id, webhook_id, due_at, attempts, tries, batched, size, account_id, first_member, last_member)
      """;

  /** Counted are all but those of the events in $9. */
  static final String FAILED =
      """
      with ended as (
        insert into failed_delivery
          (event_id, webhook_id, account_id, delivery_id, attempts, batched, reason, failed_at)
        select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::int[], $6::boolean[], $7::text[],
                             $8::timestamptz[])
        on conflict (event_id, webhook_id) do update
          set delivery_id = excluded.delivery_id, attempts = excluded.attempts, batched = excluded.batched,
              reason = excluded.reason, failed_at = excluded.failed_at
        returning event_id, webhook_id
      ), failed as (
        select webhook_id from ended where event_id <> all ($9::uuid[])
      )
      """
          + FailureCountStore.COUNT;

  private final Pool pool;
  private final Database database;

  AttemptStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /**
   * Records a group of attempts at once.
   *
   * @param again whether they may have been recorded before
   */
  Uni<Void> recordAll(List<Attempt> attempts, boolean again) {
    boolean happy = attempts.stream().allMatch(a -> a.verdict() instanceof Verdict.Delivered);
    return database.call(() -> happy ? acknowledge(attempts, again) : judge(attempts, again));
  }

  /** Records an attempt that no row stands for: a test. */
  Uni<Void> record(Attempt attempt) {
    return database.call(
        () -> pool.preparedQuery(ATTEMPTS).execute(values(List.of(attempt))).replaceWithVoid());
  }

  /** Only what follows for its deliveries: of an attempt that can't be recorded itself. */
  Uni<Void> followOnly(Attempt attempt) {
    List<Attempt> only = List.of(attempt);
    return database.call(
        () ->
            pool.withTransaction(
                connection ->
                    deleteOwned(only, connection).chain(owned -> follow(only, owned, connection))));
  }

  private Uni<Void> acknowledge(List<Attempt> attempts, boolean again) {
    Tuple values =
        values(attempts).addArrayOfUUID(rowIds(attempts)).addArrayOfUUID(owners(attempts));
    return pool.preparedQuery(again ? ACKNOWLEDGED_AGAIN : ACKNOWLEDGED)
        .execute(values)
        .replaceWithVoid();
  }

  private Uni<Void> judge(List<Attempt> attempts, boolean again) {
    return pool.withTransaction(
        connection ->
            deleteOwned(attempts, connection)
                .chain(owned -> follow(attempts, owned, again, connection)));
  }

  private static Uni<Set<UUID>> deleteOwned(List<Attempt> attempts, SqlClient connection) {
    return connection
        .preparedQuery(DELETE_OWNED)
        .execute(Tuple.of(rowIds(attempts), owners(attempts)))
        .map(rows -> rows.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet()));
  }

  private static Uni<Void> follow(
      List<Attempt> attempts, Set<UUID> owned, boolean again, SqlClient connection) {
    return execute(connection, again ? ATTEMPTS_AGAIN : ATTEMPTS, values(attempts))
        .chain(() -> follow(attempts, owned, connection));
  }

  private static Uni<Void> follow(List<Attempt> attempts, Set<UUID> owned, SqlClient connection) {
    List<DueRow> due = new ArrayList<>();
    FailedRows failed = new FailedRows();
    for (Attempt attempt : attempts) {
      List<Pending> rows =
          attempt.batch().rows().stream().filter(row -> owned.contains(row.id())).toList();
      if (rows.isEmpty()) {
        continue;
      }
      switch (attempt.verdict()) {
        case Verdict.Delivered delivered -> {}
        case Verdict.Again next -> due.add(DueRow.again(attempt, rows, next));
        case Verdict.Halved halved -> due.addAll(DueRow.halves(attempt, rows, halved));
        case Verdict.Failed failure -> failed.add(attempt, rows, failure.reason());
      }
    }
    Uni<Void> recorded = Uni.createFrom().voidItem();
    if (!due.isEmpty()) {
      recorded = recorded.chain(() -> execute(connection, AGAIN, DueRow.values(due)));
    }
    if (!failed.events.isEmpty()) {
      recorded = recorded.chain(() -> execute(connection, FAILED, failed.values()));
    }
    return recorded;
  }

  private static Uni<Void> execute(SqlClient connection, String sql, Tuple values) {
    return connection.preparedQuery(sql).execute(values).replaceWithVoid();
  }

  private static Tuple values(List<Attempt> attempts) {
    Buffer[] responses = new Buffer[attempts.size()];
    for (int i = 0; i < responses.length; i++) {
      responses[i] = Buffer.buffer(attempts.get(i).outcome().response());
    }
    Columns.Slices members = Columns.slices(attempts, attempt -> attempt.batch().eventIds());
    return Tuple.tuple()
        .addArrayOfUUID(Columns.uuids(attempts, Attempt::id))
        .addArrayOfUUID(Columns.uuids(attempts, attempt -> attempt.batch().webhookId()))
        .addArrayOfUUID(Columns.uuids(attempts, Attempt::deliveryId))
        .addArrayOfUUID(Columns.uuids(attempts, AttemptStore::lastEvent))
        .addArrayOfOffsetDateTime(Columns.times(attempts, Attempt::sentAt))
        .addArrayOfInteger(Columns.numbers(attempts, Attempt::durationMillis))
        .addArrayOfInteger(Columns.numbers(attempts, Attempt::number))
        .addArrayOfInteger(Columns.numbers(attempts, attempt -> attempt.outcome().status()))
        .addArrayOfString(Columns.texts(attempts, attempt -> attempt.batch().accountId()))
        .addArrayOfString(Columns.texts(attempts, attempt -> attempt.outcome().wire()))
        .addArrayOfString(Columns.texts(attempts, attempt -> attempt.outcome().error()))
        .addArrayOfUUID(members.ids())
        .addValue(responses)
        .addArrayOfInteger(members.first())
        .addArrayOfInteger(members.last());
  }

  private static UUID lastEvent(Attempt attempt) {
    return Collections.max(attempt.batch().eventIds(), Ids.ORDER);
  }

  private static UUID[] rowIds(List<Attempt> attempts) {
    List<UUID> ids = new ArrayList<>(attempts.size());
    for (Attempt attempt : attempts) {
      attempt.batch().rows().forEach(row -> ids.add(row.id()));
    }
    return ids.toArray(UUID[]::new);
  }

  /** Mostly one: a node has several ids only around a lost lease. */
  private static UUID[] owners(List<Attempt> attempts) {
    Set<UUID> owners = new HashSet<>();
    for (Attempt attempt : attempts) {
      attempt.batch().rows().forEach(row -> owners.add(row.owner()));
    }
    return owners.toArray(UUID[]::new);
  }

  /** Events that ended without acknowledgement, one row each. */
  private static final class FailedRows {
    final List<UUID> events = new ArrayList<>();
    private final Set<List<UUID>> known = new HashSet<>();
    private final Set<UUID> operational = new HashSet<>();
    private final List<UUID> webhooks = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();
    private final List<UUID> deliveries = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();
    private final List<Boolean> batched = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();

    void add(Attempt attempt, List<Pending> rows, String reason) {
      for (Pending row : rows) {
        for (Member member : row.members()) {
          // An upsert may not meet the same row twice in one statement.
          if (known.add(List.of(member.eventId(), row.webhookId()))) {
            events.add(member.eventId());
            webhooks.add(row.webhookId());
            accounts.add(row.accountId());
            deliveries.add(attempt.deliveryId());
            attempts.add(attempt.number());
            batched.add(attempt.batch().array());
            reasons.add(reason);
            times.add(attempt.sentAt().plus(attempt.duration()));
            // That an event of ours failed is no news: two webhooks, each told that the other one
            // fails, would go on for ever.
            if (EventEntries.isReserved(member.type())) {
              operational.add(member.eventId());
            }
          }
        }
      }
    }

    Tuple values() {
      return Tuple.tuple()
          .addArrayOfUUID(events.toArray(UUID[]::new))
          .addArrayOfUUID(webhooks.toArray(UUID[]::new))
          .addArrayOfString(accounts.toArray(String[]::new))
          .addArrayOfUUID(deliveries.toArray(UUID[]::new))
          .addArrayOfInteger(attempts.toArray(Integer[]::new))
          .addArrayOfBoolean(batched.toArray(Boolean[]::new))
          .addArrayOfString(reasons.toArray(String[]::new))
          .addArrayOfOffsetDateTime(Columns.times(times, time -> time))
          .addArrayOfUUID(operational.toArray(UUID[]::new));
    }
  }
}
