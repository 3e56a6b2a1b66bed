package io.kurier.webhook;

import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is sealed in the rows of webhooks, whatever their state. */
@ApplicationScoped
class SealedStore {

  private static final List<String> COLUMNS =
      List.of("url_query", "headers", "secret", "previous_secret");

  private static final String PAGE =
      """
      select id, url_query, headers, secret, previous_secret
      from webhook
      where id > $1
      order by id
      limit $2
      """;

  // Neither the version nor the time of the last change: nothing that a customer sees is changed.
  private static final String REPLACE =
      """
      update webhook set url_query = $6, headers = $7, secret = $8, previous_secret = $9
      where id = $1
        and url_query is not distinct from $2
        and headers is not distinct from $3
        and secret is not distinct from $4
        and previous_secret is not distinct from $5
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
   * @param values of {@link #COLUMNS}, null where there is nothing
   */
  record Sealed(UUID webhookId, List<byte @Nullable []> values) {}

  /** A row whose values are to be replaced if they are still the same. */
  record Replacement(Sealed before, Sealed after) {}

  /** The next webhooks after this one, in the order of their ids. */
  Uni<List<Sealed>> page(UUID after, int limit) {
    return database
        .call(() -> pool.preparedQuery(PAGE).execute(Tuple.of(after, limit)))
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
    replacement.before().values().forEach(value -> values.addValue(buffer(value)));
    replacement.after().values().forEach(value -> values.addValue(buffer(value)));
    return database.call(() -> pool.preparedQuery(REPLACE).execute(values)).map(r -> r.rowCount());
  }

  private static Sealed sealed(Row row) {
    List<byte @Nullable []> values = new ArrayList<>(COLUMNS.size());
    for (String column : COLUMNS) {
      values.add(row.getBuffer(column) == null ? null : row.getBuffer(column).getBytes());
    }
    return new Sealed(row.getUUID("id"), values);
  }

  private static @Nullable Buffer buffer(byte @Nullable [] value) {
    return value == null ? null : Buffer.buffer(value);
  }
}
