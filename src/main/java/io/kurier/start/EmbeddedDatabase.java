package io.kurier.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A durable PostgreSQL 18 in the data directory. It runs as a process of its own, so a {@code kill
 * -9} of the service leaves it running: the next start takes it over.
 */
final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

  /** Recovery after a crash replays up to {@code max_wal_size}, which takes its time. */
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

  /** Of a program that makes or starts it: pg_ctl waits for {@link #LONGEST_START} by itself. */
  private static final Duration LONGEST_RUN = LONGEST_START.plusSeconds(60);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private static final String HOST = "127.0.0.1";
  private static final String USER = "postgres";
  private static final String DATABASE = "postgres";

  private static final Map<String, String> CONFIGURATION =
      Map.ofEntries(
          // What was answered with 2xx survives a power failure.
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

  /** PostgreSQL refuses to run as root: there it is run as nobody, in a user namespace. */
  private static final List<String> AS_NOBODY = List.of("unshare", "-U");

  private final int port;
  private final String password;
  private final ProcessHandle postmaster;

  private EmbeddedDatabase(int port, String password, ProcessHandle postmaster) {
    this.port = port;
    this.password = password;
    this.postmaster = postmaster;
  }

  /**
   * Starts the database of the directory, makes it if there is none, or takes over the one that is
   * still running there.
   *
   * @throws SettingError if it does not come up within a minute
   */
  static EmbeddedDatabase start(DataDir dir) {
    try {
      if (isRoot() && run(List.of("true")) != 0) {
        throw new SettingError(
            "The embedded PostgreSQL does not run as root: start Kurier as another user, or set"
                + " KURIER_DATABASE_URL.");
      }
      Path data = dir.resolve("database");
      PostgresBinaries binaries = binaries(dir, data);
      String password = dir.kept("database.password", EmbeddedDatabase::newPassword);
      if (!Files.exists(data)) {
        make(dir, binaries, data);
      }
      EmbeddedDatabase found = adopt(data, password);
      return found != null ? found : launch(dir, binaries, data, password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      stop(postmaster);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fast shutdown, as pg_ctl would ask for; it is a plain signal. */
  private static void stop(ProcessHandle postmaster) throws IOException {
    if (postmaster.isAlive()) {
      new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid())).start();
    }
    if (!endsWithin(LONGEST_STOP, postmaster)) {
      throw new IllegalStateException(
          "PostgreSQL, process " + postmaster.pid() + ", is still stopping");
    }
  }

  /**
   * The programs as the jar brings them. Others that are found there, those of another version too,
   * are not run any more: a database that was started from them ends first.
   */
  private static PostgresBinaries binaries(DataDir dir, Path data) throws IOException {
    PostgresBinaries binaries = PostgresBinaries.in(dir.resolve("postgresql"));
    if (!binaries.areAsPackaged()) {
      if (binaries.exist()) {
        LOG.warnf(
            "postgresql.replaced directory=%s reason=\"not what this version of Kurier brings\"",
            dir.resolve("postgresql"));
      }
      Optional<ProcessHandle> running = postmaster(data);
      if (running.isPresent()) {
        stop(running.get());
      }
      binaries.unpack();
    }
    return binaries;
  }

  /**
   * Made beside its place and then moved there, so that a crash meanwhile leaves nothing that looks
   * like a database.
   */
  private static void make(DataDir dir, PostgresBinaries binaries, Path data) throws IOException {
    Path unfinished = dir.resolve("database.new");
    DataDir.deleteAll(unfinished);
    int exit =
        run(
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + dir.resolve("database.password"),
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
    if (exit != 0) {
      throw new SettingError(
          "The embedded PostgreSQL could not be made in %s: initdb ended with %d."
              .formatted(unfinished, exit));
    }
    Files.move(unfinished, data);
  }

  private static EmbeddedDatabase launch(
      DataDir dir, PostgresBinaries binaries, Path data, String password) throws IOException {
    int port = freePort(dir);
    // Where a volume's group may write to everything on it: PostgreSQL refuses such a directory.
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    String options =
        CONFIGURATION.entrySet().stream()
            .map(setting -> " -c " + setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining("", "-p " + port, ""));
    int exit =
        run(
            List.of(
                binaries.program("pg_ctl").toString(),
                "start",
                "--wait",
                "--timeout=" + LONGEST_START.toSeconds(),
                "--pgdata=" + data,
                "--options=" + options));
    Optional<ProcessHandle> postmaster = postmaster(data);
    if (exit != 0 || postmaster.isEmpty()) {
      throw new SettingError(
          "The embedded PostgreSQL did not start; its log is in " + data.resolve("log") + ".");
    }
    return new EmbeddedDatabase(port, password, postmaster.get());
  }

  /**
   * Runs a program to its end, and leaves alone what it starts. Its exit code.
   *
   * @throws SettingError if it does not end
   */
  private static int run(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(isRoot() ? AS_NOBODY : List.of());
    whole.addAll(command);
    Process process =
        new ProcessBuilder(whole)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new SettingError(
          "The embedded PostgreSQL does not start: %s did not end within %d s."
              .formatted(command.getFirst(), LONGEST_RUN.toSeconds()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts the start", e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
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
        return new EmbeddedDatabase(port, password, left);
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

  /** Linux adds a word to the path of a program whose file is not there any more. */
  private static String name(String command) {
    return command.substring(command.lastIndexOf('/') + 1).replace(" (deleted)", "");
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
}
