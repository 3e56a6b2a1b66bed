package io.kurier.event;

import io.kurier.observe.Meters;
import io.kurier.storage.Columns;
import io.kurier.storage.Database;
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
import java.util.function.Function;
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

  /** Larger statements cost more for each event: their arrays do not fit into {@code work_mem}. */
  private static final int STATEMENT_EVENTS = 1_000;

  /**
   * Enough that the database never waits for the next one; all of them at once would take their
   * encoding out of the event loop's time in one piece.
   */
  private static final int STATEMENTS_AHEAD = 4;

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
   * Keeps a group of submissions in one transaction.
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
    boolean keyed =
        group.stream()
            .anyMatch(
                s -> s.idempotency() != null || s.events().stream().anyMatch(e -> e.key() != null));
    if (keyed) {
      return database.call(
          () -> pool.withTransaction(connection -> insertKeyed(group, again, connection)));
    }
    List<Event> events = group.stream().flatMap(s -> s.events().stream()).toList();
    return database
        .call(
            () ->
                events.size() <= STATEMENT_EVENTS
                    ? insertAll(events, again, pool)
                    : pool.withTransaction(connection -> insertAll(events, again, connection)))
        .replaceWith(() -> group.stream().map(EventStore::committed).toList());
  }

  private Uni<List<Submission.Fate>> insertKeyed(
      List<Submission> group, boolean again, SqlClient connection) {
    return seen.claim(group, connection)
        .chain(
            fates ->
                insertAll(news(group, fates), again, connection)
                    .chain(() -> seen.answer(group, fates, connection))
                    .replaceWith(fates));
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

  private Uni<Void> insertAll(List<Event> events, boolean again, SqlClient client) {
    return isAnnotated(events)
        ? insert(
            events,
            again ? INSERT_ANNOTATED_AGAIN : INSERT_ANNOTATED,
            part ->
                values(part)
                    .addArrayOfString(Columns.texts(part, EventStore::trace))
                    .addArrayOfInteger(Columns.numbers(part, Event::hops)),
            client)
        : insert(events, again ? INSERT_AGAIN : INSERT, EventStore::values, client);
  }

  private static boolean isAnnotated(List<Event> events) {
    for (Event event : events) {
      if (event.trace() != null || event.hops() > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Inserts events without a trace and hops, with their deliveries, within the transaction of the
   * connection; more than fit into a statement need one.
   */
  static Uni<Void> insert(List<Event> events, SqlClient client) {
    return insert(events, INSERT, EventStore::values, client);
  }

  private static Uni<Void> insert(
      List<Event> events, String sql, Function<List<Event>, Tuple> values, SqlClient client) {
    if (events.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Uni<RowSet<Row>>> parts = new ArrayList<>();
    for (int from = 0; from < events.size(); from += STATEMENT_EVENTS) {
      List<Event> part = events.subList(from, Math.min(events.size(), from + STATEMENT_EVENTS));
      parts.add(
          Uni.createFrom().deferred(() -> client.preparedQuery(sql).execute(values.apply(part))));
    }
    return Uni.join()
        .all(parts)
        .usingConcurrencyOf(STATEMENTS_AHEAD)
        .andFailFast()
        .replaceWithVoid();
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
