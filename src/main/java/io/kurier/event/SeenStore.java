package io.kurier.event;

import io.kurier.storage.Columns;
import io.kurier.storage.Parts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What was accepted under a producer's id or an idempotency key. A key is claimed in the
 * transaction of what it stands for; who claims it second waits for the first to commit, and is
 * answered as the first was.
 */
@ApplicationScoped
class SeenStore {

  /**
   * The order in which all claim keys, so that two groups with the same ones never wait for each
   * other in a circle.
   */
  private static final Comparator<Event> BY_KEY =
      Comparator.comparing(
              (Event event) -> Objects.requireNonNull(event.key()), Arrays::compareUnsigned)
          .thenComparing(Event::id);

  private static final String CLAIM_EVENTS =
      """
      insert into seen (key, event_id, deliveries)
      select key, event_id, deliveries
      from unnest($1::bytea[], $2::uuid[], $3::int[]) with ordinality as s (key, event_id, deliveries, number)
      order by key, number
      on conflict (key) do nothing
      """;

  private static final String CLAIM_REQUESTS =
      """
      insert into seen (key, request, answer)
      select key, request, '' from unnest($1::bytea[], $2::bytea[]) as s (key, request)
      order by key
      on conflict (key) do nothing
      returning key
      """;

  private static final String FIND =
      "select key, event_id, deliveries, request, answer from seen where key = any($1::bytea[])";

  private static final String ANSWER =
      """
      update seen set answer = a.answer from unnest($1::bytea[], $2::text[]) as a (key, answer) where seen.key = a.key
      """;

  /**
   * Who has the keys of a group.
   *
   * @param replays what becomes of the requests that were answered before, by their place in it
   * @param owners the events that have the events' keys
   */
  record Claimed(Map<Integer, Submission.Fate> replays, Map<Buffer, Owner> owners) {

    /** What becomes of each submission. */
    List<Submission.Fate> fates(List<Submission> group) {
      List<Submission.Fate> fates = new ArrayList<>(group.size());
      for (int i = 0; i < group.size(); i++) {
        Submission.Fate replay = replays.get(i);
        fates.add(replay != null ? replay : committed(group.get(i), owners));
      }
      return fates;
    }
  }

  /**
   * Claims the keys of a group.
   *
   * @param executor where the group is worked on
   */
  Uni<Claimed> claim(List<Submission> group, Executor executor, SqlClient connection) {
    return claimRequests(group, connection)
        .emitOn(executor)
        .chain(
            replays ->
                claimEvents(keyed(group, replays), connection)
                    .map(owners -> new Claimed(replays, owners)));
  }

  /** What became of a request that is known by its key; empty where its key is not known. */
  Uni<Optional<Submission.Fate>> fateOf(Submission.Idempotency idempotency, SqlClient client) {
    return find(new Buffer[] {Buffer.buffer(idempotency.key())}, client)
        .map(rows -> rows.stream().findFirst().map(row -> answered(idempotency, row)));
  }

  /** Keeps what idempotent requests were answered. */
  Uni<Void> answer(List<Submission> group, List<Submission.Fate> fates, SqlClient connection) {
    List<Buffer> keys = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      Submission.Idempotency idempotency = group.get(i).idempotency();
      if (idempotency != null && fates.get(i) instanceof Submission.Fate.Committed committed) {
        keys.add(Buffer.buffer(idempotency.key()));
        answers.add(new KeptAnswer(committed.answers(), group.get(i).rejected()).text());
      }
    }
    return keys.isEmpty()
        ? Uni.createFrom().voidItem()
        : connection
            .preparedQuery(ANSWER)
            .execute(Tuple.of(keys.toArray(Buffer[]::new), answers.toArray(String[]::new)))
            .replaceWithVoid();
  }

  /** The fates of the requests that were answered before, by their place in the group. */
  private static Uni<Map<Integer, Submission.Fate>> claimRequests(
      List<Submission> group, SqlClient connection) {
    Map<Buffer, Integer> places = new HashMap<>();
    for (int i = 0; i < group.size(); i++) {
      Submission.Idempotency idempotency = group.get(i).idempotency();
      if (idempotency != null) {
        places.put(Buffer.buffer(idempotency.key()), i);
      }
    }
    if (places.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    Buffer[] keys = places.keySet().toArray(Buffer[]::new);
    Buffer[] requests =
        Arrays.stream(keys)
            .map(
                key ->
                    Buffer.buffer(
                        idempotency(group, Objects.requireNonNull(places.get(key))).request()))
            .toArray(Buffer[]::new);
    return connection
        .preparedQuery(CLAIM_REQUESTS)
        .execute(Tuple.of(keys, requests))
        .chain(
            claimed -> {
              claimed.forEach(row -> places.remove(row.getBuffer("key").getDelegate()));
              return places.isEmpty()
                  ? Uni.createFrom().item(Map.<Integer, Submission.Fate>of())
                  : find(places.keySet().toArray(Buffer[]::new), connection)
                      .map(rows -> replays(group, places, rows));
            });
  }

  private static Map<Integer, Submission.Fate> replays(
      List<Submission> group, Map<Buffer, Integer> places, RowSet<Row> rows) {
    Map<Integer, Submission.Fate> fates = new HashMap<>();
    for (Row row : rows) {
      int place = Objects.requireNonNull(places.get(row.getBuffer("key").getDelegate()));
      fates.put(place, answered(idempotency(group, place), row));
    }
    return fates;
  }

  private static Submission.Fate answered(Submission.Idempotency idempotency, Row row) {
    return idempotency.isOf(row.getBuffer("request").getBytes())
        ? new Submission.Fate.Replayed(row.getString("answer"))
        : new Submission.Fate.Contradicted();
  }

  /** The events with a key, in the order in which all nodes claim them; the first has it. */
  private static List<Event> keyed(List<Submission> group, Map<Integer, Submission.Fate> replays) {
    List<Event> keyed = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      if (!replays.containsKey(i)) {
        group.get(i).events().stream().filter(event -> event.key() != null).forEach(keyed::add);
      }
    }
    keyed.sort(BY_KEY);
    return keyed;
  }

  private static Uni<Map<Buffer, Owner>> claimEvents(List<Event> keyed, SqlClient connection) {
    Parts<Event> parts = Parts.of(keyed);
    Map<Buffer, Owner> owners = new HashMap<>();
    return parts
        .run(part -> connection.preparedQuery(CLAIM_EVENTS).execute(claims(part)))
        .chain(
            () ->
                parts.run(part -> find(keys(part), connection).invoke(rows -> addTo(owners, rows))))
        .replaceWith(owners);
  }

  private static Tuple claims(List<Event> part) {
    return Tuple.of(
        keys(part),
        Columns.uuids(part, Event::id),
        Columns.numbers(part, event -> event.deliveries().size()));
  }

  private static Buffer[] keys(List<Event> part) {
    return part.stream().map(SeenStore::key).toArray(Buffer[]::new);
  }

  private static void addTo(Map<Buffer, Owner> owners, RowSet<Row> rows) {
    for (Row row : rows) {
      owners.put(
          row.getBuffer("key").getDelegate(),
          new Owner(row.getUUID("event_id"), row.getInteger("deliveries")));
    }
  }

  /** An event is answered as the one that has its key: mostly itself. */
  private static Submission.Fate committed(Submission submission, Map<Buffer, Owner> owners) {
    return new Submission.Fate.Committed(
        submission.events().stream()
            .map(
                event ->
                    event.key() == null
                        ? Submission.Kept.of(event)
                        : Objects.requireNonNull(
                                owners.get(key(event)),
                                "a key ended between its claim and its look-up")
                            .in(event.line()))
            .toList());
  }

  private static Uni<RowSet<Row>> find(Buffer[] keys, SqlClient client) {
    return client.preparedQuery(FIND).execute(Tuple.of(keys));
  }

  private static Submission.Idempotency idempotency(List<Submission> group, int place) {
    return Objects.requireNonNull(group.get(place).idempotency());
  }

  private static Buffer key(Event event) {
    return Buffer.buffer(Objects.requireNonNull(event.key()));
  }

  /** The event that has a key. */
  private record Owner(UUID event, int deliveries) {

    Submission.Kept in(@Nullable Integer line) {
      return new Submission.Kept(line, event, deliveries);
    }
  }
}
