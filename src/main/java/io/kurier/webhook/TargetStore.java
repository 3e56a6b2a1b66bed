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
   * secrets can't be decrypted is logged and left out.
   */
  public Uni<List<Target>> targetsOf(String accountId) {
    return query(OF_ACCOUNT, Tuple.of(accountId)).map(this::readable);
  }

  /**
   * All webhooks that take deliveries, of every account, read in chunks: a webhook that changes
   * meanwhile may be as before or as after, so whoever keeps them listens for changes first.
   */
  public Uni<List<Target>> allTargets() {
    return after(FIRST, new ArrayList<>());
  }

  /** One webhook of the account whatever its state, for a test; empty if there is none. */
  public Uni<Optional<Target>> target(String accountId, UUID id) {
    return query(ONE, Tuple.of(accountId, id))
        .map(
            rows ->
                rows.rowCount() == 0
                    ? Optional.empty()
                    : Optional.of(target(rows.iterator().next())));
  }

  private Uni<List<Target>> after(UUID last, List<Target> read) {
    return query(ALL, Tuple.of(last, CHUNK))
        .flatMap(
            rows -> {
              UUID end = last;
              for (Row row : rows) {
                end = row.getUUID("id");
              }
              read.addAll(readable(rows));
              return rows.size() < CHUNK ? Uni.createFrom().item(read) : after(end, read);
            });
  }

  private Uni<RowSet<Row>> query(String sql, Tuple values) {
    return database.call(() -> pool.preparedQuery(sql).execute(values));
  }

  private List<Target> readable(RowSet<Row> rows) {
    List<Target> targets = new ArrayList<>(rows.size());
    List<UUID> unreadable = new ArrayList<>();
    RuntimeException reason = null;
    for (Row row : rows) {
      try {
        targets.add(target(row));
      } catch (RuntimeException e) {
        // One damaged row must not take the others' deliveries down.
        unreadable.add(row.getUUID("id"));
        reason = e;
      }
    }
    if (reason != null) {
      // One line: with a wrong key it would be one per webhook.
      LOG.errorf(
          "webhooks.unreadable count=%d first=%s reason=%s",
          unreadable.size(), unreadable.getFirst(), sayable(reason));
    }
    return targets;
  }

  /** Other messages than our own could quote the URL, and with it a secret. */
  private static String sayable(RuntimeException reason) {
    return reason instanceof IllegalStateException
        ? String.valueOf(reason.getMessage())
        : reason.getClass().getSimpleName();
  }

  private Target target(Row row) {
    UUID id = row.getUUID("id");
    String query = secrets.unsealText(id, bytes(row, "url_query"));
    return new Target(
        id,
        row.getString("account_id"),
        row.getInteger("version"),
        URI.create(WebhookUrl.joined(row.getString("url"), query)),
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
        OwnHeaders.ofStored(secrets.unsealText(id, bytes(row, "headers"))),
        keys(id, row),
        row.getString("state") != null);
  }

  private SigningKeys keys(UUID id, Row row) {
    byte[] previous = bytes(row, "previous_secret");
    OffsetDateTime until = row.getOffsetDateTime("previous_until");
    return new SigningKeys(
        secrets.unseal(id, row.getBuffer("secret").getBytes()),
        previous == null ? null : secrets.unseal(id, previous),
        until == null ? null : until.toInstant());
  }

  private static byte @Nullable [] bytes(Row row, String column) {
    return row.getBuffer(column) == null ? null : row.getBuffer(column).getBytes();
  }
}
