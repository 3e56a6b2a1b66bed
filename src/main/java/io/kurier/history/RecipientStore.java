package io.kurier.history;

import io.kurier.problem.DomainError;
import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The webhooks that have a history, without the deleted ones. */
@ApplicationScoped
public class RecipientStore {

  private static final String FIND =
      """
      select w.id, w.status = 'active' as active, w.batching,
             exists (select from webhook_health h where h.webhook_id = w.id and h.state = 'suspended') as suspended
      from webhook w
      where w.id = any($1) and w.account_id = $2 and w.deleted_at is null
      """;

  private final Pool pool;
  private final Database database;

  RecipientStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** Those of the given ones that the account has. */
  public Uni<List<Recipient>> find(String accountId, Collection<UUID> ids) {
    return database
        .call(() -> pool.preparedQuery(FIND).execute(Tuple.of(ids.toArray(UUID[]::new), accountId)))
        .map(rows -> rows.stream().map(RecipientStore::recipient).toList());
  }

  /** One; fails with 404 if the account has no such webhook. */
  public Uni<Recipient> one(String accountId, UUID id) {
    return find(accountId, List.of(id))
        .map(found -> found.stream().findFirst().orElseThrow(() -> DomainError.unknown("webhook")));
  }

  private static Recipient recipient(Row row) {
    return new Recipient(
        row.getUUID("id"),
        row.getBoolean("active"),
        row.getBoolean("suspended"),
        row.getBoolean("batching"));
  }
}
