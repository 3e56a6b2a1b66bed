package io.kurier.webhook;

import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is sealed in the rows of webhooks, whatever their state. */
@ApplicationScoped
class SealedStore {

  private static final String PAGE =
      """
      select id, account_id, url_query, headers, secret, previous_secret
      from webhook
      where id > $1
      order by id
      limit $2
      """;

  /** Asks as the index {@code webhook_format_1} is defined: it is empty most of the time. */
  static final String PAGE_OF_FORMAT_1 =
      """
      select id, account_id, url_query, headers, secret, previous_secret
      from webhook
      where id > $1
        and (substr(url_query, 1, 1) = '\\x01' or substr(headers, 1, 1) = '\\x01'
             or substr(secret, 1, 1) = '\\x01' or substr(previous_secret, 1, 1) = '\\x01')
      order by id
      limit $2
      """;

  // Neither the version nor the time of the last change: nothing that a customer sees is changed.
  // The columns in the order of SealedColumn.
  private static final String REPLACE =
      """
      update webhook set url_query = $6, headers = $7, secret = $8, previous_secret = $9
      where id = $1
        and url_query is not distinct from $2
        and headers is not distinct from $3
        and secret is not distinct from $4
        and previous_secret is not distinct from $5
      """;

  // An older node that joins or leaves writes the row too, and of two that write it the second one
  // looks again. So either it is seen here, or it sees the new format and is not let in.
  private static final String RAISE_FORMAT =
      """
      with raised as (
        update sealing set format = $1
        where format < $1
          and older_node_at < now() - make_interval(secs => $2)
          and not exists (select from node where sealed_format < $1)
        returning format
      )
      select coalesce((select format from raised), (select format from sealing)) as format,
             exists (select from raised) as raised
      """;

  private final Pool pool;
  private final Database database;

  @Inject
  SealedStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /**
   * What is sealed in one row.
   *
   * @param values of the columns that hold something
   */
  record Sealed(UUID webhookId, String accountId, Map<SealedColumn, byte[]> values) {}

  /** A row whose values are to be replaced if they are still the same. */
  record Replacement(Sealed before, Sealed after) {}

  /**
   * The format that values are sealed in.
   *
   * @param isRaised whether this very call raised it
   */
  record Format(int number, boolean isRaised) {}

  /**
   * Raises the format to this one, if no node is there that does not read it and none has been for
   * so long; returns what it is then.
   */
  Uni<Format> raiseFormat(int newest, Duration withoutOlderNodes) {
    Tuple values = Tuple.of((short) newest, (double) withoutOlderNodes.toSeconds());
    return database
        .call(() -> pool.preparedQuery(RAISE_FORMAT).execute(values))
        .map(rows -> rows.iterator().next())
        .map(row -> new Format(row.getShort("format"), row.getBoolean("raised")));
  }

  /** The next webhooks after this one, in the order of their ids. */
  Uni<List<Sealed>> page(UUID after, int limit) {
    return page(PAGE, after, limit);
  }

  /** The next webhooks after this one that hold a value in format 1. */
  Uni<List<Sealed>> pageOfFormat1(UUID after, int limit) {
    return page(PAGE_OF_FORMAT_1, after, limit);
  }

  private Uni<List<Sealed>> page(String sql, UUID after, int limit) {
    return database
        .call(() -> pool.preparedQuery(sql).execute(Tuple.of(after, limit)))
        .map(
            rows -> {
              List<Sealed> page = new ArrayList<>(rows.size());
              rows.forEach(row -> page.add(sealed(row)));
              return page;
            });
  }

  /** Replaces what nobody changed meanwhile; returns how many rows. */
  Uni<Integer> replace(Replacement replacement) {
    Tuple values = Tuple.tuple().addUUID(replacement.before().webhookId());
    add(replacement.before(), values);
    add(replacement.after(), values);
    return database.call(() -> pool.preparedQuery(REPLACE).execute(values)).map(r -> r.rowCount());
  }

  private static Sealed sealed(Row row) {
    Map<SealedColumn, byte[]> values = new EnumMap<>(SealedColumn.class);
    for (SealedColumn column : SealedColumn.values()) {
      var value = row.getBuffer(column.column());
      if (value != null) {
        values.put(column, value.getBytes());
      }
    }
    return new Sealed(row.getUUID("id"), row.getString("account_id"), values);
  }

  private static void add(Sealed row, Tuple values) {
    for (SealedColumn column : SealedColumn.values()) {
      byte[] value = row.values().get(column);
      values.addValue(value == null ? null : Buffer.buffer(value));
    }
  }
}
