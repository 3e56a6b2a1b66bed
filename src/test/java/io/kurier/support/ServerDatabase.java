package io.kurier.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL of their own for service processes; durable, as one in production is. */
public final class ServerDatabase implements AutoCloseable {

  private final EmbeddedPostgres server;

  private ServerDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  public static ServerDatabase start() throws IOException {
    return new ServerDatabase(
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(Path.of("target", "postgresql").toFile())
            .setDataDirectory(Path.of("target", "server-database"))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("timezone", "Asia/Kathmandu")
            .start());
  }

  /** Makes an empty database; what {@code KURIER_DATABASE_URL} is for it. */
  public String create(String name) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return "postgresql://postgres:unused@127.0.0.1:" + server.getPort() + "/" + name;
  }

  /** The one number that a query gives. */
  public int count(String name, String sql) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", name).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
