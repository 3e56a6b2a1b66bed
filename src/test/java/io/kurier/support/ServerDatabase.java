package io.kurier.support;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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

  private static final String STREAMING =
      "select count(*) from pg_stat_replication where state = 'streaming'";

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
    delete();
    port = FreePort.find();
    start();
  }

  /**
   * Makes a standby that follows this server, which is stopped and started for it.
   *
   * @param copy the standby's directory
   * @param through the port by which the standby reaches this server
   */
  public ServerDatabase standby(Path copy, int through) throws IOException {
    ServerDatabase standby = new ServerDatabase(copy, settings);
    standby.delete();
    stop();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(data.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    start();
    standby.follow("primary_conninfo = 'host=127.0.0.1 port=" + through + " user=postgres'");
    standby.port = FreePort.find();
    standby.start();
    await("replication")
        .atMost(Duration.ofSeconds(30))
        .until(() -> count("postgres", STREAMING) == 1);
    return standby;
  }

  /** From now on a commit is answered when it is on the standby's disk, too. */
  public void commitOnBoth() throws SQLException {
    run("postgres", "alter system set synchronous_standby_names = '*'");
    run("postgres", "select pg_reload_conf()");
    await("synchronous replication")
        .atMost(Duration.ofSeconds(30))
        .until(() -> count("postgres", STREAMING + " and sync_state = 'sync'") == 1);
  }

  /** Makes a standby a primary. */
  public void promote() throws SQLException {
    run("postgres", "select pg_promote()");
  }

  /** As {@code kill -9} of all its processes: they are gone at once, and whoever was connected. */
  public void kill() throws IOException {
    ProcessHandle first = ProcessHandle.of(pid()).orElseThrow();
    List<ProcessHandle> others = first.descendants().toList();
    first.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
    await("the end of all processes").until(() -> !listens());
    // What is left of it is the library's lock on the directory.
    stop();
  }

  /** Starts a server that was killed as one that takes no writes: a standby that follows nobody. */
  public void startReadOnly() throws IOException {
    follow("");
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

  private void follow(String setting) throws IOException {
    Files.writeString(data.resolve("standby.signal"), "");
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "\n" + setting + "\n",
        StandardOpenOption.APPEND,
        StandardOpenOption.CREATE);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void delete() throws IOException {
    if (Files.exists(data)) {
      try (Stream<Path> files = Files.walk(data)) {
        List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : all) {
          Files.delete(file);
        }
      }
    }
  }

  private EmbeddedPostgres server() {
    return Objects.requireNonNull(server, "not started");
  }
}
