package io.kurier.real;

import io.kurier.support.KeyStoreFile;
import io.kurier.support.Program;
import io.kurier.support.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What servers are started with. */
final class Bench implements AutoCloseable {

  /** After so long without a request the servers close a connection. */
  static final int IDLE_SECONDS = 1;

  /** After so many requests the servers that count them close a connection. */
  static final int REQUESTS_PER_CONNECTION = 50;

  /** What the application behind a proxy takes its time for. */
  private static final long BACKEND_MILLIS = 30;

  /** The header in which a proxy names the port of its client. */
  static final String CONNECTION = "X-Connection";

  private final Path directory;
  private final Arrivals arrivals = new Arrivals();
  private final KeyStoreFile keyStore = KeyStoreFile.make();
  private final KeyStoreFile.Pem pem = keyStore.pem();
  private final Receiver backend = Receiver.forgetting(this::take);

  Bench() {
    try {
      // Not below target: a server that gives root away must reach it.
      directory =
          Files.createTempDirectory(
              "kurier-real-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Arrivals arrivals() {
    return arrivals;
  }

  /** What trusts the servers. */
  KeyStoreFile keyStore() {
    return keyStore;
  }

  KeyStoreFile.Pem pem() {
    return pem;
  }

  /** The port of the application that proxies lead to. */
  int backend() {
    return backend.port();
  }

  /** A directory of its own for a server. */
  Path directory(String name) {
    try {
      return Files.createDirectory(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a server's configuration, with {@code %name%} replaced. */
  static Path write(Path file, String text, Map<String, Object> values) {
    String replaced = text;
    for (Map.Entry<String, Object> value : values.entrySet()) {
      replaced = replaced.replace("%" + value.getKey() + "%", value.getValue().toString());
    }
    try {
      return Files.writeString(file, replaced);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path copy(Path from, Path to) {
    try {
      return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of these tests that is no Java. */
  static Path source(String name) {
    return Path.of("src", "test", "real", name).toAbsolutePath();
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Unpacks Debian's packages: where they are. */
  static Path debian(String... packages) throws Missing {
    return Program.unpackedWhole(packages)
        .orElseThrow(
            () -> new Missing("Debian's " + String.join(", ", packages) + " cannot be had"));
  }

  /** What programs that were unpacked need to find their libraries. */
  static Map<String, String> libraries(Path unpacked) {
    Path all = unpacked.resolve("usr/lib");
    if (Files.notExists(all)) {
      return Map.of();
    }
    try (Stream<Path> folders = Files.list(all)) {
      return Map.of(
          "LD_LIBRARY_PATH",
          folders
              .filter(folder -> folder.toString().endsWith("-linux-gnu"))
              .map(Path::toString)
              .collect(Collectors.joining(":")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program that is installed here. */
  static String installed(String... names) throws Missing {
    Optional<Path> found = Program.installed(names);
    return found.map(Path::toString).orElseThrow(() -> new Missing(names[0] + " is not installed"));
  }

  /** Runs a command that brings packages. */
  static void bring(Path directory, List<String> command) throws Missing {
    if (!Program.succeeds(directory, command)) {
      throw new Missing(String.join(" ", command) + " failed, see target/packages.log");
    }
  }

  @Override
  public void close() {
    backend.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Receiver.Answer take(Receiver.Got got) {
    arrivals.note(got.header(CONNECTION), got.path(), got.text());
    return Receiver.Answer.late(BACKEND_MILLIS, 200);
  }
}
