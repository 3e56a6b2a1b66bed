package io.kurier.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PgBouncer before a database on this machine: the installed one, or that of Debian's package.
 * Everybody may come in, as the user {@code postgres}.
 */
public final class PgBouncer implements AutoCloseable {

  /** Seconds after which PgBouncer itself tries to reach a lost server again; 15 by default. */
  private static final String RETRY_SOON = "server_login_retry = 1";

  /** Of which it takes no notice; the driver of the migrations sends it. */
  private static final String IGNORED = "ignore_startup_parameters = extra_float_digits";

  private final Path configuration;
  private final int target;
  private final int port;
  private final Process process;

  private PgBouncer(Path configuration, int target, int port, Process process) {
    this.configuration = configuration;
    this.target = target;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts one; empty where there is none to be had.
   *
   * @param target the port where the database is
   * @param settings as its configuration has them, such as {@code pool_mode = session}
   */
  public static Optional<PgBouncer> start(int target, String... settings) {
    Optional<List<String>> command = command();
    if (command.isEmpty()) {
      System.err.println("Skipped: there is no PgBouncer to be had here (Debian: pgbouncer).");
    }
    return command.map(found -> start(found, target, settings));
  }

  /** Where to connect to. */
  public int port() {
    return port;
  }

  /** Gives it other settings, as {@code RELOAD} does; who is connected stays so. */
  public void reload(String... settings) throws IOException {
    write(configuration, target, port, settings);
    new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static PgBouncer start(List<String> command, int target, String... settings) {
    try {
      int port = FreePort.find();
      Path configuration = Path.of("target", "pgbouncer-" + port + ".ini").toAbsolutePath();
      write(configuration, target, port, settings);
      List<String> all = new ArrayList<>(command);
      all.add(configuration.toString());
      Process process =
          new ProcessBuilder(all)
              .redirectErrorStream(true)
              .redirectOutput(Path.of("target", "pgbouncer-" + port + ".log").toFile())
              .start();
      PgBouncer started = new PgBouncer(configuration, target, port, process);
      await().atMost(Duration.ofSeconds(10)).until(started::listens);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path configuration, int target, int port, String... settings)
      throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "[databases]",
                "* = host=127.0.0.1 port=" + target + " user=postgres",
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                "listen_port = " + port,
                "unix_socket_dir =",
                "auth_type = any",
                IGNORED,
                RETRY_SOON));
    lines.addAll(List.of(settings));
    Files.write(configuration, lines);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new AssertionError("PgBouncer did not start, see target/pgbouncer-" + port + ".log");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** It does not run as root: as for PostgreSQL, a namespace in which nobody is that will do. */
  private static Optional<List<String>> command() {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    Optional<Path> installed = Program.installed("pgbouncer");
    if (installed.isPresent()) {
      command.add(installed.get().toString());
      return Optional.of(command);
    }
    String library = library();
    Optional<Path> program = Program.unpacked("pgbouncer", "usr/sbin/pgbouncer");
    Optional<Path> resolver = Program.unpacked("libc-ares2", library);
    if (program.isEmpty() || resolver.isEmpty()) {
      return Optional.empty();
    }
    Path libraries = Path.of("target", "debian", "libc-ares2", library).toAbsolutePath();
    command.addAll(
        List.of("env", "LD_LIBRARY_PATH=" + libraries.getParent(), program.get().toString()));
    return runs(command) ? Optional.of(command) : Optional.empty();
  }

  private static String library() {
    String machine = "aarch64".equals(System.getProperty("os.arch")) ? "aarch64" : "x86_64";
    return "usr/lib/" + machine + "-linux-gnu/libcares.so.2";
  }

  /** Whether all that it needs beside that is there. */
  private static boolean runs(List<String> command) {
    try {
      List<String> version = new ArrayList<>(command);
      version.add("-V");
      Process process =
          new ProcessBuilder(version)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
