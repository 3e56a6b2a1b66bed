package io.kurier.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL of their own for service processes; durable, as one in production is. Registered as
 * a static extension it runs as long as the tests of a class.
 */
public final class ServerDatabase implements BeforeAllCallback, AfterAllCallback {

  private @Nullable EmbeddedPostgres server;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(Path.of("target", "postgresql").toFile())
            .setDataDirectory(Path.of("target", "server-database"))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("timezone", "Asia/Kathmandu")
            .start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    server().close();
  }

  /** Makes an empty database; what {@code KURIER_DATABASE_URL} is for it. */
  public String create(String name) throws SQLException {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return "postgresql://postgres:unused@127.0.0.1:" + server().getPort() + "/" + name;
  }

  /** The one number that a query gives. */
  public int count(String name, String sql) throws SQLException {
    try (Connection connection = server().getDatabase("postgres", name).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private EmbeddedPostgres server() {
    return Objects.requireNonNull(server, "not started");
  }
}
