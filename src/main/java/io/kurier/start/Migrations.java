package io.kurier.start;

import io.agroal.api.AgroalDataSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/**
 * Brings the tables up to date. Of several nodes that start at once one does it, and the others
 * wait for it.
 */
@ApplicationScoped
class Migrations {

  /** What the SQL of the stores needs. */
  private static final int OLDEST_POSTGRESQL = 15;

  private final Flyway flyway;
  private final AgroalDataSource dataSource;

  Migrations(Flyway flyway, AgroalDataSource dataSource) {
    this.flyway = flyway;
    this.dataSource = dataSource;
  }

  /** Does it on a worker thread, since Flyway blocks; fails while there is no database. */
  Uni<Void> run() {
    return Uni.createFrom()
        .voidItem()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(this::migrate);
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
