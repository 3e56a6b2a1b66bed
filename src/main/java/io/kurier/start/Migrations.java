package io.kurier.start;

import io.agroal.api.AgroalDataSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/**
 * Makes sure that the database is one that the service can work with, and brings the tables up to
 * date. Of several nodes that start at once one does it, and the others wait for it.
 */
@ApplicationScoped
class Migrations {

  /** What the SQL of the stores needs. */
  private static final int OLDEST_POSTGRESQL = 15;

  private static final String SHARED =
      "a pooler gives each transaction, or each statement, another connection (in PgBouncer"
          + " pool_mode=transaction or statement), and Kurier needs what belongs to one: prepared"
          + " statements, settings, LISTEN. Set pool_mode=session for this database, or connect to"
          + " PostgreSQL itself";

  private final DatabaseStore store;
  private final Flyway flyway;
  private final AgroalDataSource dataSource;

  Migrations(DatabaseStore store, Flyway flyway, AgroalDataSource dataSource) {
    this.store = store;
    this.flyway = flyway;
    this.dataSource = dataSource;
  }

  /** Does it on a worker thread, since Flyway blocks; fails while there is no database. */
  Uni<Void> run() {
    return store
        .sessions()
        .invoke(Migrations::checkPooling)
        .replaceWithVoid()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(this::migrate);
  }

  private static void checkPooling(Sessions sessions) {
    if (sessions.areShared()) {
      throw new IllegalStateException(SHARED);
    }
  }

  private void migrate() {
    checkVersion();
    flyway.migrate();
  }

  private void checkVersion() {
    try (Connection connection = dataSource.getConnection()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST_POSTGRESQL) {
        throw new IllegalStateException(
            "it is PostgreSQL " + version + ", and must be 15 or newer");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
