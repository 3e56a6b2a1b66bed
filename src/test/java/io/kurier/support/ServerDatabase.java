package io.kurier.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL of their own for service processes; durable, as one in production is, and it can be
 * stopped and started again. Registered as a static extension it runs as long as the tests of a
 * class.
 */
public final class ServerDatabase implements BeforeAllCallback, AfterAllCallback {

  private final Path data;
  private final Map<String, String> settings;
  private @Nullable EmbeddedPostgres server;
  private int port;

  public ServerDatabase() {
    this(Path.of("target", "server-database"), Map.of());
  }

  /** One with settings of its own; what is in the directory is deleted when it is made. */
  public ServerDatabase(Path data, Map<String, String> settings) {
    this.data = data;
    this.settings = settings;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    make();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
  }

  /** Makes an empty server and starts it. */
  public void make() throws IOException {
    if (Files.exists(data)) {
      try (Stream<Path> files = Files.walk(data)) {
        List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : all) {
          Files.delete(file);
        }
      }
    }
    port = FreePort.find();
    start();
  }

  /** Starts it, where it was before. */
  public void start() {
    try {
      EmbeddedPostgres.Builder builder =
          Postgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port)
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on");
      settings.forEach(builder::setServerConfig);
      server = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it: whoever is connected is sent away, and nothing listens there any more. */
  public void stop() {
    try {
      server().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** The process that all the others of the server belong to. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
  }

  /** Makes an empty database; what {@code KURIER_DATABASE_URL} is for it. */
  public String create(String name) throws SQLException {
    run("postgres", "create database " + name);
    return url(name, port);
  }

  /** What {@code KURIER_DATABASE_URL} is, seen through a port that leads to it. */
  public static String url(String name, int port) {
    return "postgresql://postgres:unused@127.0.0.1:" + port + "/" + name;
  }

  /** The one whole number that a query gives. */
  public int count(String name, String sql) throws SQLException {
    return (int) number(name, sql);
  }

  /** The one number that a query gives. */
  public double number(String name, String sql) throws SQLException {
    try (Connection connection = server().getDatabase("postgres", name).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getDouble(1);
    }
  }

  /** The texts that a query gives, each once. */
  public Set<String> texts(String name, String sql) throws SQLException {
    try (Connection connection = server().getDatabase("postgres", name).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Set<String> texts = new HashSet<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  /** Runs statements. */
  public void run(String name, String sql) throws SQLException {
    try (Connection connection = server().getDatabase("postgres", name).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private EmbeddedPostgres server() {
    return Objects.requireNonNull(server, "not started");
  }
}
