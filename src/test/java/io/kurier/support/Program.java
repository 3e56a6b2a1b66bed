package io.kurier.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that a test calls: one that is installed, or one of Debian's packages. */
public final class Program {

  private Program() {}

  /** The first of these names that can be called. */
  public static Optional<Path> installed(String... names) {
    return Stream.of(names).flatMap(Program::onThePath).findFirst();
  }

  /** Installs a package with all that it needs; false where that is not allowed or fails. */
  static boolean install(String debianPackage) {
    return updated()
        && succeeds(
            Path.of(""),
            List.of("apt-get", "-qq", "install", "--no-install-recommends", "-y", debianPackage));
  }

  /**
   * Unpacks a package below target, and nothing that it needs or starts: for a program that stands
   * alone. Empty where it can't be had.
   *
   * @param program where in the package it stands
   */
  public static Optional<Path> unpacked(String debianPackage, String program) {
    try {
      Path directory = Files.createDirectories(Path.of("target", "debian", debianPackage));
      Path unpacked = directory.resolve(program).toAbsolutePath();
      boolean here =
          Files.isExecutable(unpacked)
              || (installed("apt-get").isPresent()
                  && (download(directory, debianPackage)
                      || (updated() && download(directory, debianPackage)))
                  && succeeds(
                      directory, List.of("sh", "-c", "dpkg-deb -x " + debianPackage + "_*.deb .")));
      return here ? Optional.of(unpacked) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean download(Path directory, String debianPackage) {
    return succeeds(directory, List.of("apt-get", "-qq", "download", debianPackage));
  }

  private static boolean updated() {
    return "root".equals(System.getProperty("user.name"))
        && installed("apt-get").isPresent()
        && succeeds(Path.of(""), List.of("apt-get", "-qq", "update"));
  }

  private static Stream<Path> onThePath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable);
  }

  private static boolean succeeds(Path directory, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      builder.directory(directory.toAbsolutePath().toFile());
      builder.redirectOutput(
          ProcessBuilder.Redirect.appendTo(Path.of("target", "debian-packages.log").toFile()));
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
