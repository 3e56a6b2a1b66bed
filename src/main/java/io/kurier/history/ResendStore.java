package io.kurier.history;

import io.kurier.problem.DomainError;
import io.kurier.problem.RememberedKey;
import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes delivery rows of what ended. */
@ApplicationScoped
class ResendStore {

  private static final String MATCHED_WITH =
      "select webhook_ids from event where id = $1 and account_id = $2";

  /** One resend of an event at a time: the second one sees what the first one opened. */
  private static final String LOCK =
      "select id from event where id = $1 and account_id = $2 for update";

  /**
   * The id is the single delivery's, so a former member of a batch goes alone, and a receiver of
   * single events sees the same {@code X-Webhook-ID} as ever. The retry schedule starts anew,
   * attempts are counted on.
   */
  private static final String INSERT =
      """
      with again as (
        insert into delivery (id, webhook_id, due_at, attempts, tries, batched, size, account_id, event_ids)
        select r.delivery_id, r.webhook_id, $3, r.attempts, 0, case when r.attempts > 0 then r.batching end,
               octet_length(e.body), e.account_id, array[e.id]
        from event e
          cross join unnest($4::uuid[], $5::uuid[], $6::int[], $7::boolean[])
            as r (webhook_id, delivery_id, attempts, batching)
        where e.id = $1 and e.account_id = $2
        on conflict (id) do nothing
        returning webhook_id
      ), forgotten as (
        delete from failed_delivery f using again a
        where f.event_id = $1 and f.webhook_id = a.webhook_id and f.account_id = $2
      )
      select count(*) from again
      """;

  private static final String FORGET = "delete from seen where key = $1 and seen_at < $2";

  private static final String FIRST = "select request, answer from seen where key = $1";

  private static final String REMEMBER =
      "insert into seen (key, request, answer, seen_at) values ($1, $2, $3, $4)";

  /** How long a key is remembered. */
  private static final Duration REMEMBERED = Duration.ofHours(24);

  private final Pool pool;
  private final Database database;

  /**
   * What a resend came to.
   *
   * @param isRepeated an earlier request with the same key did it
   */
  record Resent(int deliveries, boolean isRepeated) {}

  ResendStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /**
   * What the first request with a key came to; empty where there was none, or there is no key.
   * Fails with 422 if that was another request.
   */
  Uni<Optional<Resent>> repeated(@Nullable RememberedKey key, Instant now) {
    return key == null
        ? Uni.createFrom().item(Optional.empty())
        : database.call(() -> first(key, now, pool));
  }

  /**
   * The webhooks that an event was matched with; fails with 404 if the account has no such event.
   */
  Uni<List<UUID>> matchedWith(String accountId, UUID eventId) {
    return database
        .call(() -> pool.preparedQuery(MATCHED_WITH).execute(Tuple.of(eventId, accountId)))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(row -> List.of(row.getArrayOfUUIDs("webhook_ids")))
                    .orElseThrow(() -> DomainError.unknown("event")));
  }

  /**
   * Inserts a row, due now, for each of the webhooks whose delivery ended; returns how many.
   *
   * @param key null, or what came with an earlier request too: then that one's answer is returned,
   *     and nothing is inserted
   */
  Uni<Resent> insertEnded(
      String accountId,
      UUID eventId,
      List<Recipient> webhooks,
      @Nullable RememberedKey key,
      Instant now) {
    List<Match> matches =
        webhooks.stream().map(webhook -> new Match(eventId, webhook.id())).toList();
    return database.call(
        () ->
            pool.withTransaction(
                connection ->
                    connection
                        .preparedQuery(LOCK)
                        .execute(Tuple.of(eventId, accountId))
                        .chain(locked -> first(key, now, connection))
                        .chain(
                            first ->
                                first.isPresent()
                                    ? Uni.createFrom().item(first.get())
                                    : ProgressStore.progressOf(matches, accountId, connection)
                                        .chain(
                                            progress ->
                                                insert(
                                                    accountId,
                                                    matches,
                                                    webhooks,
                                                    progress,
                                                    now,
                                                    connection))
                                        .call(count -> remember(key, count, now, connection))
                                        .map(count -> new Resent(count, false)))));
  }

  /**
   * What the first request with the key came to. Only under the event's lock it is sure that none
   * is under way.
   */
  private static Uni<Optional<Resent>> first(
      @Nullable RememberedKey key, Instant now, SqlClient connection) {
    if (key == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    Buffer hash = Buffer.buffer(key.key());
    return connection
        .preparedQuery(FORGET)
        .execute(Tuple.of(hash, now.minus(REMEMBERED).atOffset(ZoneOffset.UTC)))
        .chain(forgotten -> connection.preparedQuery(FIRST).execute(Tuple.of(hash)))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row -> {
                          key.requireSame(row.getBuffer("request").getBytes());
                          return new Resent(Integer.parseInt(row.getString("answer")), true);
                        }));
  }

  private static Uni<Void> remember(
      @Nullable RememberedKey key, int count, Instant now, SqlClient connection) {
    return key == null
        ? Uni.createFrom().voidItem()
        : connection
            .preparedQuery(REMEMBER)
            .execute(
                Tuple.of(
                    Buffer.buffer(key.key()),
                    Buffer.buffer(key.request()),
                    Integer.toString(count),
                    now.atOffset(ZoneOffset.UTC)))
            .replaceWithVoid();
  }

  private static Uni<Integer> insert(
      String accountId,
      List<Match> matches,
      List<Recipient> webhooks,
      List<EventDeliveryView> progress,
      Instant now,
      SqlClient connection) {
    Ended ended = new Ended();
    for (int i = 0; i < matches.size(); i++) {
      if (progress.get(i).state().hasEnded()) {
        ended.add(matches.get(i), webhooks.get(i), progress.get(i));
      }
    }
    if (ended.webhooks.isEmpty()) {
      return Uni.createFrom().item(0);
    }
    Tuple values =
        Tuple.of(matches.getFirst().eventId(), accountId, now.atOffset(ZoneOffset.UTC))
            .addArrayOfUUID(ended.webhooks.toArray(UUID[]::new))
            .addArrayOfUUID(ended.deliveries.toArray(UUID[]::new))
            .addArrayOfInteger(ended.attempts.toArray(Integer[]::new))
            .addArrayOfBoolean(ended.batching.toArray(Boolean[]::new));
    return connection
        .preparedQuery(INSERT)
        .execute(values)
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  /** Deliveries that ended, column by column. */
  private static final class Ended {
    final List<UUID> webhooks = new ArrayList<>();
    final List<UUID> deliveries = new ArrayList<>();
    final List<Integer> attempts = new ArrayList<>();
    final List<Boolean> batching = new ArrayList<>();

    void add(Match match, Recipient webhook, EventDeliveryView progress) {
      webhooks.add(match.webhookId());
      deliveries.add(match.deliveryId());
      attempts.add(progress.attempts());
      batching.add(webhook.batching());
    }
  }
}
