package io.kurier.statistics;

import io.kurier.storage.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The nodes, and the webhooks that are in trouble, of all accounts. */
@ApplicationScoped
class StatusStore {

  private static final String NODES =
      """
      select id, name, version, started_at, heartbeat_at, accepted_per_second, acknowledged_per_second
      from node
      order by started_at, id
      """;

  private static final String TROUBLED =
      """
      select count(*) filter (where h.state = 'failing')::int as failing,
             count(*) filter (where h.state = 'suspended')::int as suspended
      from webhook_health h join webhook w on w.id = h.webhook_id and w.deleted_at is null
      """;

  private final Pool pool;
  private final Database database;

  StatusStore(Pool pool, Database database) {
    this.pool = pool;
    this.database = database;
  }

  /** Webhooks whose receivers do not acknowledge. */
  record Troubled(int failing, int suspended) {}

  Uni<List<StatusView.NodeView>> nodes() {
    return database
        .call(() -> pool.query(NODES).execute())
        .map(rows -> rows.stream().map(StatusStore::node).toList());
  }

  Uni<Troubled> troubled() {
    return database
        .call(() -> pool.query(TROUBLED).execute())
        .map(rows -> rows.iterator().next())
        .map(row -> new Troubled(row.getInteger("failing"), row.getInteger("suspended")));
  }

  private static StatusView.NodeView node(Row row) {
    return new StatusView.NodeView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("version"),
        row.getOffsetDateTime("started_at").toInstant(),
        row.getOffsetDateTime("heartbeat_at").toInstant(),
        row.getFloat("accepted_per_second"),
        row.getFloat("acknowledged_per_second"));
  }
}
