package io.kurier.event;

import io.kurier.observe.Meters;
import io.kurier.storage.Columns;
import io.kurier.storage.Database;
import io.kurier.storage.Parts;
import io.kurier.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Keeping events: groups of submissions in one transaction, events and deliveries in one statement.
 */
@Singleton
class EventStore {

  private static final String EVENTS =
      """
      insert into event (id, received_at, occurred_at, account_id, type, producer_id, webhook_ids, body)
      select id, received_at, occurred_at, account_id, type, producer_id, ($7::uuid[])[first_webhook:last_webhook], body
      from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $8::bytea[],
                  $9::int[], $10::int[])
        as e (id, received_at, occurred_at, account_id, type, producer_id, body, first_webhook, last_webhook)
      """;

  /**
   * The same with what few events have: the context of a trace, and hops. A statement of its own,
   * so that others do not carry columns of nothing.
   */
  private static final String ANNOTATED_EVENTS =
      """
      insert into event
        (id, received_at, occurred_at, account_id, type, producer_id, webhook_ids, body, trace_context, hops)
      select id, received_at, occurred_at, account_id, type, producer_id, ($7::uuid[])[first_webhook:last_webhook], body,
             trace_context, nullif(hops, 0)
      from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $8::bytea[],
                  $9::int[], $10::int[], $18::text[], $19::int[])
        as e (id, received_at, occurred_at, account_id, type, producer_id, body, first_webhook, last_webhook,
              trace_context, hops)
      """;

  private static final String DELIVERIES =
      """
      insert into delivery (id, webhook_id, owner, due_at, attempts, tries, size, account_id, event_ids)
      select id, webhook_id, owner, due_at, 0, 0, size, account_id, array[event_id]
      from unnest($11::uuid[], $12::uuid[], $13::uuid[], $14::timestamptz[], $15::int[], $16::text[], $17::uuid[])
        as d (id, webhook_id, owner, due_at, size, account_id, event_id)
      """;

  /** An event weighs as much as so many deliveries: its row is wider. */
  private static final int EVENT_WEIGHT = 5;

  /** Deliveries of a statement, about: as many as a group commit has. */
  private static final int STATEMENT_DELIVERIES = EVENT_WEIGHT * Parts.ROWS;

  private static final String INSERT = "with kept as (\n" + EVENTS + ")\n" + DELIVERIES;

  private static final String INSERT_ANNOTATED =
      "with kept as (\n" + ANNOTATED_EVENTS + ")\n" + DELIVERIES;

  /**
   * After an answer of the database was lost: the events may be there already, and then their
   * deliveries may have ended already, so these may not come back.
   */
  private static final String INSERT_AGAIN =
      "with kept as (\n"
          + EVENTS
          + "on conflict (id) do nothing returning id)\n"
          + DELIVERIES
          + "where event_id in (select id from kept)";

  private static final String INSERT_ANNOTATED_AGAIN =
      "with kept as (\n"
          + ANNOTATED_EVENTS
          + "on conflict (id) do nothing returning id)\n"
          + DELIVERIES
          + "where event_id in (select id from kept)";

  private final Pool pool;
  private final SeenStore seen;
  private final Database database;
  private final Meters meters;

  EventStore(Pool pool, SeenStore seen, Database database, Meters meters) {
    this.pool = pool;
    this.seen = seen;
    this.database = database;
    this.meters = meters;
  }

  /**
   * Keeps a group of submissions in one transaction. What became of a long one is emitted on a
   * worker.
   *
   * @param again whether it may have been committed before, with the same ids
   */
  Uni<List<Submission.Fate>> insertAll(List<Submission> group, boolean again) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long began = System.nanoTime();
              return insertGroup(group, again)
                  .onTermination()
                  .invoke(() -> meters.commitTook(Duration.ofNanos(System.nanoTime() - began)));
            });
  }

  /** What became of a request that is known by its key; empty where its key is not known. */
  Uni<Optional<Submission.Fate>> fateOf(Submission.Idempotency idempotency) {
    return database.call(() -> seen.fateOf(idempotency, pool));
  }

  private Uni<List<Submission.Fate>> insertGroup(List<Submission> group, boolean again) {
    Executor executor = executor(group);
    boolean keyed =
        group.stream()
            .anyMatch(
                s -> s.idempotency() != null || s.events().stream().anyMatch(e -> e.key() != null));
    if (keyed) {
      return database
          .call(
              () ->
                  pool.withTransaction(
                      connection -> insertKeyed(group, again, executor, connection)))
          .emitOn(executor);
    }
    Parts<Event> events = parts(group.stream().flatMap(s -> s.events().stream()).toList());
    return database
        .call(
            () ->
                events.parts().size() <= 1
                    ? insertAll(events, again, pool)
                    : pool.withTransaction(connection -> insertAll(events, again, connection)))
        .emitOn(executor)
        .replaceWith(() -> group.stream().map(EventStore::committed).toList());
  }

  private Uni<List<Submission.Fate>> insertKeyed(
      List<Submission> group, boolean again, Executor executor, SqlClient connection) {
    return seen.claim(group, executor, connection)
        .emitOn(executor)
        .map(claimed -> claimed.fates(group))
        .chain(
            fates ->
                insertAll(parts(news(group, fates)), again, connection)
                    .emitOn(executor)
                    .chain(() -> seen.answer(group, fates, connection))
                    .replaceWith(fates));
  }

  /** Where the group is worked on between its statements and after them. */
  private static Executor executor(List<Submission> group) {
    long events = 0;
    long deliveries = 0;
    for (Submission submission : group) {
      events += submission.events().size();
      deliveries += submission.deliveries();
    }
    return LongWork.executor(events, deliveries);
  }

  private static Parts<Event> parts(List<Event> events) {
    return Parts.of(events, EventStore::weight, STATEMENT_DELIVERIES);
  }

  private static int weight(Event event) {
    return Math.max(EVENT_WEIGHT, event.deliveries().size());
  }

  private static Submission.Fate committed(Submission submission) {
    return new Submission.Fate.Committed(
        submission.events().stream().map(Submission.Kept::of).toList());
  }

  private static List<Event> news(List<Submission> group, List<Submission.Fate> fates) {
    List<Event> news = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      if (fates.get(i) instanceof Submission.Fate.Committed committed) {
        List<Event> events = group.get(i).events();
        for (int j = 0; j < events.size(); j++) {
          if (committed.isNew(j, events.get(j))) {
            news.add(events.get(j));
          }
        }
      }
    }
    return news;
  }

  private static Uni<Void> insertAll(Parts<Event> events, boolean again, SqlClient client) {
    return events.run(part -> insert(part, again, client)).replaceWithVoid();
  }

  private static Uni<RowSet<Row>> insert(List<Event> part, boolean again, SqlClient client) {
    Tuple values = values(part);
    if (!isAnnotated(part)) {
      return client.preparedQuery(again ? INSERT_AGAIN : INSERT).execute(values);
    }
    return client
        .preparedQuery(again ? INSERT_ANNOTATED_AGAIN : INSERT_ANNOTATED)
        .execute(
            values
                .addArrayOfString(Columns.texts(part, EventStore::trace))
                .addArrayOfInteger(Columns.numbers(part, Event::hops)));
  }

  private static boolean isAnnotated(List<Event> events) {
    for (Event event : events) {
      if (event.trace() != null || event.hops() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Inserts events with their deliveries, within the transaction of the connection. */
  static Uni<Void> insert(List<Event> events, SqlClient client) {
    return insertAll(parts(events), false, client);
  }

  private static Tuple values(List<Event> events) {
    List<Event> ofDelivery = new ArrayList<>(events.size());
    List<Event.Delivery> deliveries = new ArrayList<>(events.size());
    Buffer[] bodies = new Buffer[events.size()];
    for (int i = 0; i < bodies.length; i++) {
      Event event = events.get(i);
      bodies[i] = Buffer.buffer(event.incoming().body());
      for (Event.Delivery delivery : event.deliveries()) {
        ofDelivery.add(event);
        deliveries.add(delivery);
      }
    }
    Columns.Slices webhooks = Columns.slices(events, EventStore::webhooks);
    return Tuple.tuple()
        .addArrayOfUUID(Columns.uuids(events, Event::id))
        .addArrayOfOffsetDateTime(Columns.times(events, Event::receivedAt))
        .addArrayOfOffsetDateTime(Columns.times(events, event -> event.incoming().occurredAt()))
        .addArrayOfString(Columns.texts(events, Event::accountId))
        .addArrayOfString(Columns.texts(events, Event::type))
        .addArrayOfString(Columns.texts(events, event -> event.incoming().producerId()))
        .addArrayOfUUID(webhooks.ids())
        .addValue(bodies)
        .addArrayOfInteger(webhooks.first())
        .addArrayOfInteger(webhooks.last())
        .addArrayOfUUID(Columns.uuids(deliveries, Event.Delivery::id))
        .addArrayOfUUID(Columns.uuids(deliveries, Event.Delivery::webhookId))
        .addArrayOfUUID(Columns.uuids(deliveries, Event.Delivery::owner))
        .addArrayOfOffsetDateTime(Columns.times(ofDelivery, Event::receivedAt))
        .addArrayOfInteger(Columns.numbers(ofDelivery, Event::size))
        .addArrayOfString(Columns.texts(ofDelivery, Event::accountId))
        .addArrayOfUUID(Columns.uuids(ofDelivery, Event::id));
  }

  private static @Nullable String trace(Event event) {
    TraceContext trace = event.trace();
    return trace == null ? null : trace.text();
  }

  private static List<UUID> webhooks(Event event) {
    List<UUID> ids = new ArrayList<>(event.deliveries().size());
    event.deliveries().forEach(delivery -> ids.add(delivery.webhookId()));
    return ids;
  }
}
