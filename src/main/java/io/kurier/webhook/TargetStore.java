package io.kurier.webhook;

import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the webhooks that take deliveries, for those who match and send. Works on any thread; no
 * entities, since a node reads all of them when it starts.
 */
@ApplicationScoped
public class TargetStore {

  private static final Logger LOG = Logger.getLogger(TargetStore.class);

  private static final UUID FIRST = new UUID(0, 0);

  /** Rows a query: some megabytes, whatever the number of webhooks. */
  private static final int CHUNK = 5_000;

  private static final String ALL =
      """
      select w.*, h.state
      from webhook w left join webhook_health h on h.webhook_id = w.id
      where w.id > $1 and w.deleted_at is null and w.status = 'active'
        and h.state is distinct from 'suspended'
      order by w.id
      limit $2
      """;

  private static final String OF_ACCOUNT =
      """
      select w.*, h.state
      from webhook w left join webhook_health h on h.webhook_id = w.id
      where w.account_id = $1 and w.deleted_at is null and w.status = 'active'
        and h.state is distinct from 'suspended'
      order by w.id
      """;

  private static final String ONE =
      """
      select w.*, h.state
      from webhook w left join webhook_health h on h.webhook_id = w.id
      where w.account_id = $1 and w.id = $2 and w.deleted_at is null
      """;

  private final Pool pool;
  private final Database database;
  private final Secrets secrets;

  @Inject
  TargetStore(Pool pool, Database database, Secrets secrets) {
    this.pool = pool;
    this.database = database;
    this.secrets = secrets;
  }

  /**
   * The account's webhooks that take deliveries: active, not suspended, not deleted. One whose
   * secrets can't be decrypted is logged and has no target.
   */
  public Uni<List<Subscriber>> subscribersOf(String accountId) {
    return query(OF_ACCOUNT, Tuple.of(accountId)).map(this::subscribers);
  }

  /**
   * All webhooks that take deliveries, of every account, read in chunks: a webhook that changes
   * meanwhile may be as before or as after, so whoever keeps them listens for changes first.
   */
  public Uni<List<Subscriber>> allSubscribers() {
    return after(FIRST, new ArrayList<>());
  }

  /**
   * One webhook of the account whatever its state, for a test; empty if there is none. Fails with
   * {@link UnreadableValue} where its secrets can't be decrypted.
   */
  public Uni<Optional<Target>> target(String accountId, UUID id) {
    return query(ONE, Tuple.of(accountId, id))
        .map(
            rows ->
                rows.rowCount() == 0
                    ? Optional.<Target>empty()
                    : Optional.of(target(rows.iterator().next())))
        .onFailure(UnreadableValue.class)
        .invoke(UnreadableValue::log);
  }

  private Uni<List<Subscriber>> after(UUID last, List<Subscriber> read) {
    return query(ALL, Tuple.of(last, CHUNK))
        .flatMap(
            rows -> {
              UUID end = last;
              for (Row row : rows) {
                end = row.getUUID("id");
              }
              read.addAll(subscribers(rows));
              return rows.size() < CHUNK ? Uni.createFrom().item(read) : after(end, read);
            });
  }

  private Uni<RowSet<Row>> query(String sql, Tuple values) {
    return database.call(() -> pool.preparedQuery(sql).execute(values));
  }

  private List<Subscriber> subscribers(RowSet<Row> rows) {
    List<Subscriber> subscribers = new ArrayList<>(rows.size());
    List<String> unreadable = new ArrayList<>();
    for (Row row : rows) {
      try {
        subscribers.add(Subscriber.of(target(row)));
      } catch (RuntimeException e) {
        // One damaged row must not take the others' deliveries down, nor its own events.
        UUID id = row.getUUID("id");
        unreadable.add(e instanceof UnreadableValue value ? value.logged() : logged(id, e));
        subscribers.add(
            new Subscriber(
                id, row.getString("account_id"), List.of(row.getArrayOfStrings("events")), null));
      }
    }
    if (!unreadable.isEmpty()) {
      // One line: with a wrong key it would be one per webhook.
      LOG.errorf(
          "webhooks.unreadable count=%d first: %s", unreadable.size(), unreadable.getFirst());
    }
    return subscribers;
  }

  /** The message could quote the URL, and with it a secret. */
  private static String logged(UUID id, RuntimeException reason) {
    return "webhook=%s reason=%s".formatted(id, reason.getClass().getSimpleName());
  }

  private Target target(Row row) {
    UUID id = row.getUUID("id");
    WebhookSeal seal = new WebhookSeal(secrets, row.getString("account_id"), id);
    OffsetDateTime previousUntil = row.getOffsetDateTime("previous_until");
    return new Target(
        id,
        row.getString("account_id"),
        row.getInteger("version"),
        URI.create(seal.openUrl(row.getString("url"), bytes(row, "url_query"))),
        List.of(row.getArrayOfStrings("events")),
        new Batching(
            row.getBoolean("batching"),
            row.getInteger("max_events"),
            row.getInteger("max_bytes"),
            Duration.ofMillis(row.getInteger("max_wait_ms"))),
        new DeliveryPolicy(
            Acknowledgement.of(row.getString("acknowledgement")),
            Retry.ofStored(row.getString("retry")),
            Duration.ofMillis(row.getInteger("timeout_ms")),
            row.getInteger("max_in_flight")),
        seal.openHeaders(bytes(row, "headers")),
        seal.openKeys(
            row.getBuffer("secret").getBytes(),
            bytes(row, "previous_secret"),
            previousUntil == null ? null : previousUntil.toInstant()),
        row.getString("state") != null);
  }

  private static byte @Nullable [] bytes(Row row, String column) {
    return row.getBuffer(column) == null ? null : row.getBuffer(column).getBytes();
  }
}
