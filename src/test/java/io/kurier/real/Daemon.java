package io.kurier.real;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs in the foreground until it is closed, with all that it has started. */
final class Daemon implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;

  /** Tests that are broken off leave nothing behind either. */
  private final Thread atExit = new Thread(this::end);

  private Daemon(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts it, and waits until something accepts connections at each of the ports. */
  static Daemon start(
      Path directory, Map<String, String> environment, List<String> command, int... ports) {
    Path log = directory.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      Daemon daemon = new Daemon(builder.start(), log);
      try {
        for (int port : ports) {
          await().atMost(PATIENCE).until(() -> daemon.accepts(port));
        }
      } catch (RuntimeException | AssertionError e) {
        daemon.close();
        throw e;
      }
      return daemon;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal by its name. */
  void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (exit != 0) {
        throw new AssertionError("it has ended: " + said());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The processes that it has started whose command has this in it. */
  List<ProcessHandle> children(String part) {
    return process
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(part))
        .toList();
  }

  /** Waits until a line with this in it was written so often. */
  void awaitSaid(String part, long times) {
    await()
        .atMost(PATIENCE)
        .until(() -> said().lines().filter(line -> line.contains(part)).count() >= times);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    end();
  }

  private void end() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private boolean accepts(int port) {
    if (!process.isAlive()) {
      throw new AssertionError("it did not start: " + said());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
