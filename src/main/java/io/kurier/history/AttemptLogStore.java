package io.kurier.history;

import io.kurier.delivery.AttemptView;
import io.kurier.paging.Cursor;
import io.kurier.paging.Page;
import io.kurier.problem.DomainError;
import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The requests that were made, as they were recorded. */
@ApplicationScoped
class AttemptLogStore {

  static final String ONE =
      """
      select id, webhook_id, delivery_id, event_ids, number, outcome, status, error, sent_at, duration_ms, response
      from attempt
      where id = $1 and account_id = $2
      """;

  /**
   * A page ends early at about 1 MiB of answers and event ids, so that memory does not depend on
   * the size of what is listed; its first item comes whatever its size.
   */
  static final String OF_WEBHOOK =
      """
      select * from (
        select found.*, row_number() over page as place, count(*) over () as found,
               sum(40 * cardinality(event_ids) + coalesce(octet_length(response), 0)) over page as bytes
        from (
          select id, webhook_id, delivery_id, event_ids, number, outcome, status, error, sent_at, duration_ms, response
          from attempt
          where webhook_id = $1 and account_id = $2 and id < $3 and id >= $4 and sent_at >= $5 and sent_at < $6
            and ($7::text is null or outcome = $7)
          order by id desc
          limit $8::int + 1
        ) as found
        window page as (order by id desc rows unbounded preceding)
      ) as page
      where place <= $8::int and (place = 1 or bytes <= 1048576)
      order by place
      """;

  private final Pool pool;
  private final Database database;

  AttemptLogStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** A request; fails with 404 if the account made no such one. */
  Uni<AttemptView> one(String accountId, UUID id) {
    return database
        .call(() -> pool.preparedQuery(ONE).execute(Tuple.of(id, accountId)))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(AttemptLogStore::view)
                    .orElseThrow(() -> DomainError.unknown("attempt")));
  }

  /** The requests to a webhook, the newest first. */
  Uni<Page<AttemptView>> ofWebhook(String accountId, UUID webhookId, AttemptFilter filter) {
    return database
        .call(() -> pool.preparedQuery(OF_WEBHOOK).execute(values(accountId, webhookId, filter)))
        .map(
            rows ->
                Page.of(
                    rows.stream().map(AttemptLogStore::view).toList(),
                    rows.stream().anyMatch(row -> row.getLong("found") > rows.size()),
                    attempt -> Cursor.at(attempt.id()).text()));
  }

  static Tuple values(String accountId, UUID webhookId, AttemptFilter filter) {
    return Tuple.tuple()
        .addUUID(webhookId)
        .addString(accountId)
        .addUUID(filter.endId())
        .addUUID(filter.firstId())
        .addOffsetDateTime(filter.since().atOffset(ZoneOffset.UTC))
        .addOffsetDateTime(filter.until().atOffset(ZoneOffset.UTC))
        .addString(filter.outcome())
        .addInteger(filter.limit());
  }

  private static AttemptView view(Row row) {
    return new AttemptView(
        row.getUUID("id"),
        row.getUUID("webhook_id"),
        row.getUUID("delivery_id"),
        List.of(row.getArrayOfUUIDs("event_ids")),
        row.getInteger("number"),
        row.getString("outcome"),
        row.getInteger("status"),
        row.getString("error"),
        row.getOffsetDateTime("sent_at").toInstant(),
        Duration.ofMillis(row.getInteger("duration_ms")),
        row.getBuffer("response") == null
            ? null
            : AttemptView.text(row.getBuffer("response").getBytes()));
  }
}
