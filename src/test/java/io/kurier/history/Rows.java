package io.kurier.history;

import io.kurier.time.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an account, as the service writes them. What is open is due long after the test, so that
 * no running node takes it away.
 */
final class Rows {

  private Instant latest = Instant.EPOCH;

  static final Instant DUE = Instant.parse("2100-01-01T00:00:00.123456Z");

  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Pool pool;
  private final String account;

  Rows(Pool pool, String account) {
    this.pool = pool;
    this.account = account;
  }

  /** An id of that time. */
  static UUID id(Instant time) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    UUID floor = Ids.floor(time);
    return new UUID(
        floor.getMostSignificantBits() | 0x7000 | random.nextInt(0x1000),
        (random.nextLong() >>> 2) | Long.MIN_VALUE);
  }

  void suspend(UUID webhook) {
    execute(
        """
        insert into webhook_health (webhook_id, account_id, state, since, reason)
        values ($1, $2, 'suspended', now(), 'gone')
        """,
        Tuple.of(webhook, account));
  }

  void delete(UUID webhook) {
    execute("update webhook set deleted_at = now() where id = $1", Tuple.of(webhook));
  }

  UUID event(UUID... webhooks) {
    return event(next(), "{}", null, webhooks);
  }

  /** Now, but a millisecond later than the last time: ids of one millisecond are in no order. */
  private Instant next() {
    Instant now = Instant.now();
    latest = now.isAfter(latest.plusMillis(1)) ? now : latest.plusMillis(1);
    return latest;
  }

  UUID eventOf(String type) {
    UUID id = event();
    execute("update event set type = $2 where id = $1", Tuple.of(id, type));
    return id;
  }

  UUID event(Instant received, String body, @Nullable String producerId, UUID... webhooks) {
    UUID id = id(received);
    execute(
        """
        insert into event (id, received_at, occurred_at, account_id, type, producer_id, webhook_ids, body)
        values ($1, $2, $3, $4, 'contact_added', $5, $6, $7)
        """,
        Tuple.of(
                id,
                received.atOffset(ZoneOffset.UTC),
                Instant.parse("2021-04-27T12:56:00Z").atOffset(ZoneOffset.UTC),
                account,
                producerId,
                webhooks)
            .addValue(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8))));
    return id;
  }

  /** The open row of a single delivery. */
  UUID open(UUID webhook, UUID event, int attempts) {
    UUID id = Ids.ofDelivery(webhook, event);
    open(id, webhook, List.of(event), attempts, attempts, false, null, DUE);
    return id;
  }

  /** The open row of a batch that failed before. */
  UUID openBatch(UUID webhook, List<UUID> events, int attempts) {
    UUID id = Ids.ofBatch(webhook, events);
    open(id, webhook, events, attempts, attempts, true, null, DUE);
    return id;
  }

  void open(
      UUID id,
      UUID webhook,
      List<UUID> events,
      int attempts,
      int tries,
      boolean batched,
      @Nullable UUID owner,
      Instant due) {
    execute(
        """
        insert into delivery (id, webhook_id, owner, due_at, attempts, tries, batched, size, account_id, event_ids)
        values ($1, $2, $3, $4, $5, $6, case when $5::int > 0 then $7::boolean end, 2, $8, $9)
        """,
        Tuple.tuple()
            .addUUID(id)
            .addUUID(webhook)
            .addUUID(owner)
            .addOffsetDateTime(due.atOffset(ZoneOffset.UTC))
            .addInteger(attempts)
            .addInteger(tries)
            .addBoolean(batched)
            .addString(account)
            .addArrayOfUUID(events.toArray(UUID[]::new)));
  }

  void failed(UUID webhook, UUID event, int attempts, String reason) {
    execute(
        """
        insert into failed_delivery
          (event_id, webhook_id, account_id, delivery_id, attempts, batched, reason, failed_at)
        values ($1, $2, $3, $4, $5, false, $6, '2026-01-31T12:00:00Z')
        """,
        Tuple.of(event, webhook, account, Ids.ofDelivery(webhook, event), attempts, reason));
  }

  /** A request that carried the events, answered with 200 or 500. */
  UUID attempt(UUID webhook, List<UUID> events, int number, boolean acknowledged) {
    return attempt(
        next(), webhook, events, number, acknowledged ? "acknowledged" : "refused", "OK");
  }

  UUID attempt(
      Instant sent, UUID webhook, List<UUID> events, int number, String outcome, String response) {
    UUID id = id(sent);
    execute(
        """
        insert into attempt
          (id, webhook_id, delivery_id, last_event_id, sent_at, duration_ms, number, status, account_id, outcome, error,
           event_ids, response)
        values ($1, $2, $3, $4, $5, 42, $6, $7, $8, $9, $10, $11, $12)
        """,
        Tuple.tuple()
            .addUUID(id)
            .addUUID(webhook)
            .addUUID(Ids.ofDelivery(webhook, events.getFirst()))
            .addUUID(events.stream().max(Ids.ORDER).orElseThrow())
            .addOffsetDateTime(sent.atOffset(ZoneOffset.UTC))
            .addInteger(number)
            .addInteger(
                switch (outcome) {
                  case "acknowledged" -> 200;
                  case "refused" -> 500;
                  default -> null;
                })
            .addString(account)
            .addString(outcome)
            .addString(outcome.equals("unreachable") ? "connection refused" : null)
            .addArrayOfUUID(events.toArray(UUID[]::new))
            .addValue(Buffer.buffer(response.getBytes(StandardCharsets.ISO_8859_1))));
    return id;
  }

  void sentAt(UUID attempt, Instant sent) {
    execute(
        "update attempt set sent_at = $2 where id = $1",
        Tuple.of(attempt, sent.atOffset(ZoneOffset.UTC)));
  }

  /** What was nobody's is the node's, and what was a node's is nobody's. */
  void changeOwners(UUID webhook, UUID node) {
    execute(
        "update delivery set owner = case when owner is null then $2::uuid end where webhook_id = $1",
        Tuple.of(webhook, node));
  }

  long countOpen(UUID webhook) {
    return query("select count(*) from delivery where webhook_id = $1", Tuple.of(webhook))
        .iterator()
        .next()
        .getLong(0);
  }

  /** Statements that wait for another one's lock on an event. */
  long countWaitingForLocks() {
    return query(
            """
            select count(*) from pg_stat_activity
            where wait_event_type = 'Lock' and query like '%from event%for update%'
            """,
            Tuple.tuple())
        .iterator()
        .next()
        .getLong(0);
  }

  /** Ends a single delivery. */
  void end(UUID webhook, UUID event) {
    execute("delete from delivery where id = $1", Tuple.of(Ids.ofDelivery(webhook, event)));
  }

  /** A node that beats far in the future, so that nobody takes over what it owns. */
  UUID node() {
    UUID id = UUID.randomUUID();
    execute(
        "insert into node (id, name, heartbeat_at, sealed_format) values ($1, $2, now() + interval '1 day', 2)",
        Tuple.of(id, account));
    return id;
  }

  /** Removes open rows and nodes, which other tests may come across. */
  void removeOpen() {
    execute("delete from delivery where account_id = $1", Tuple.of(account));
    execute("delete from node where name = $1", Tuple.of(account));
  }

  void execute(String sql, Tuple values) {
    pool.preparedQuery(sql).execute(values).await().atMost(WAIT);
  }

  RowSet<Row> query(String sql, Tuple values) {
    return pool.preparedQuery(sql).execute(values).await().atMost(WAIT);
  }
}
