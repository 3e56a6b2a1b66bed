package io.kurier.start;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A durable PostgreSQL 18 in the data directory. It runs as a process of its own, so a {@code kill
 * -9} of the service leaves it running: the next start takes it over.
 */
final class EmbeddedDatabase implements AutoCloseable {

  /** Recovery after a crash replays up to {@code max_wal_size}, which takes its time. */
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private static final String HOST = "127.0.0.1";
  private static final String USER = "postgres";
  private static final String DATABASE = "postgres";

  private static final Map<String, String> CONFIGURATION =
      Map.ofEntries(
          // What was answered with 2xx survives a power failure. (The library's default is off.)
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          // Nobody from outside, and no socket file that another user could reach.
          Map.entry("listen_addresses", HOST),
          Map.entry("unix_socket_directories", ""),
          Map.entry("timezone", "UTC"),
          // The pool's 20, Flyway's 2, one to listen and one for the heartbeat; the rest is for
          // people who look around.
          Map.entry("max_connections", "50"),
          // The queue and the newest days' indexes fit in it, and it fits in a small machine.
          Map.entry("shared_buffers", "256MB"),
          // At 1 kB of WAL per event and 10,000 events a second the default of 1 GB would force a
          // checkpoint each 100 s, and each writes whole pages anew. Recovery replays at most this.
          Map.entry("max_wal_size", "2GB"),
          // Statements are short; compiling them costs more than it saves.
          Map.entry("jit", "off"),
          // Its log: a file per weekday, so that it never grows without end.
          Map.entry("logging_collector", "on"),
          Map.entry("log_filename", "postgresql-%a.log"),
          Map.entry("log_truncate_on_rotation", "on"),
          Map.entry("log_rotation_age", "1d"),
          Map.entry("log_rotation_size", "0"));

  private final int port;
  private final String password;
  private final ProcessHandle postmaster;

  /** Null where the process was found running. */
  private final @Nullable EmbeddedPostgres launched;

  private EmbeddedDatabase(
      int port, String password, ProcessHandle postmaster, @Nullable EmbeddedPostgres launched) {
    this.port = port;
    this.password = password;
    this.postmaster = postmaster;
    this.launched = launched;
  }

  /**
   * Starts the database of the directory, makes it if there is none, or takes over the one that is
   * still running there.
   *
   * @throws SettingError if it does not come up within a minute
   */
  static EmbeddedDatabase start(DataDir dir) {
    if ("root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable()) {
      throw new SettingError(
          "The embedded PostgreSQL does not run as root: start Kurier as another user, or set"
              + " KURIER_DATABASE_URL.");
    }
    String password = dir.kept("database.password", EmbeddedDatabase::newPassword);
    Path data = dir.resolve("database");
    if (!Files.exists(data)) {
      make(dir, data, password);
    }
    EmbeddedDatabase found = adopt(data, password);
    return found != null ? found : launch(dir, data, password);
  }

  /** How to get in. */
  DatabaseUrl url() {
    return new DatabaseUrl(HOST, port, DATABASE, USER, password, DatabaseParameters.PLAIN);
  }

  long pid() {
    return postmaster.pid();
  }

  /** Stops it and waits for its end. Who is still connected is sent away. */
  @Override
  public void close() {
    try {
      if (launched != null) {
        launched.close();
      } else {
        // Fast shutdown, as pg_ctl would ask for; it is a plain signal.
        new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid())).start();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!endsWithin(LONGEST_STOP, postmaster)) {
      throw new IllegalStateException(
          "PostgreSQL, process " + postmaster.pid() + ", is still stopping");
    }
  }

  /**
   * Made beside its place and then moved there, so that a crash meanwhile leaves nothing that looks
   * like a database.
   */
  private static void make(DataDir dir, Path data, String password) {
    Path unfinished = dir.resolve("database.new");
    try {
      postmaster(unfinished).ifPresent(EmbeddedDatabase::end);
      deleteAll(unfinished);
      launch(dir, unfinished, password).close();
      Files.move(unfinished, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedDatabase launch(DataDir dir, Path data, String password) {
    try {
      int port = freePort(dir);
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(dir.resolve("postgresql").toFile())
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              // It would run beside the service's own hook, and stop the database first.
              .setRegisterShutdownHook(false)
              .setPGStartupWait(LONGEST_START)
              .setPort(port)
              .setConnectConfig("password", password)
              // These are handed to initdb.
              .setLocaleConfig("auth", "scram-sha-256")
              .setLocaleConfig("pwfile", dir.resolve("database.password").toString())
              .setLocaleConfig("locale", "C")
              .setLocaleConfig("locale-provider", "builtin")
              .setLocaleConfig("builtin-locale", "C.UTF-8");
      CONFIGURATION.forEach(builder::setServerConfig);
      EmbeddedPostgres launched = builder.start();
      return new EmbeddedDatabase(port, password, postmaster(data).orElseThrow(), launched);
    } catch (IOException | RuntimeException e) {
      throw new SettingError(
          "The embedded PostgreSQL did not start; its log is in "
              + data.resolve("log")
              + ". ("
              + e.getMessage()
              + ")");
    }
  }

  /** The database that a killed service left running; null if there is none, or no more. */
  private static @Nullable EmbeddedDatabase adopt(Path data, String password) {
    ProcessHandle left = postmaster(data).orElse(null);
    if (left == null) {
      return null;
    }
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (System.nanoTime() < deadline) {
      int port = Integer.parseInt(pidFile(data).get(3));
      if (answers(port, password)) {
        return new EmbeddedDatabase(port, password, left, null);
      }
      // It may be recovering; or stopping, and then it is started anew.
      if (endsWithin(BETWEEN_TRIES, left)) {
        return null;
      }
    }
    throw new SettingError(
        "A PostgreSQL was left running in "
            + data
            + " and does not answer. Stop it with 'kill -INT "
            + left.pid()
            + "' and try again; its log is in "
            + data.resolve("log")
            + ".");
  }

  private static boolean answers(int port, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {HOST});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(DATABASE);
    source.setUser(USER);
    source.setPassword(password);
    source.setLoginTimeout(5);
    try {
      source.getConnection().close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** The process that has the directory, if it lives. */
  private static Optional<ProcessHandle> postmaster(Path data) {
    List<String> lines = pidFile(data);
    if (lines.size() < 4) {
      return Optional.empty();
    }
    ProcessHandle process = ProcessHandle.of(Long.parseLong(lines.getFirst())).orElse(null);
    Optional<String> program =
        process == null ? Optional.empty() : process.info().command().map(EmbeddedDatabase::name);
    return program.filter("postgres"::equals).map(name -> process);
  }

  private static String name(String command) {
    return command.substring(command.lastIndexOf('/') + 1);
  }

  private static List<String> pidFile(Path data) {
    try {
      Path file = data.resolve("postmaster.pid");
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(String::strip).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean endsWithin(Duration time, ProcessHandle process) {
    try {
      process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Nobody interrupts the start, and waiting can't fail", e);
    }
  }

  private static void end(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The port of the last time, so that whoever noted it still finds it; another if it is taken. */
  private static int freePort(DataDir dir) throws IOException {
    int last = Integer.parseInt(dir.kept("database.port", () -> "0"));
    if (last != 0 && isFree(last)) {
      return last;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dir.keep("database.port", Integer.toString(socket.getLocalPort()));
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static String newPassword() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void deleteAll(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
