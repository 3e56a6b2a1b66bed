package io.kurier.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /**
   * Unpacks packages below target with all that they need and this machine lacks, and installs and
   * starts nothing. Empty where they can't be had.
   */
  public static Optional<Path> unpackedWhole(String... debianPackages) {
    try {
      Path directory =
          Files.createDirectories(Path.of("target", "debian", String.join("+", debianPackages)));
      Path root = directory.resolve("root").toAbsolutePath();
      Files.createDirectories(directory.resolve("archives").resolve("partial"));
      boolean here =
          Files.isDirectory(root)
              || (installed("apt-get").isPresent()
                  && (downloadWhole(directory, debianPackages)
                      || (updated() && downloadWhole(directory, debianPackages)))
                  && succeeds(
                      directory,
                      List.of(
                          "sh",
                          "-ec",
                          "rm -rf new; for each in archives/*.deb; do dpkg-deb -x $each new; done;"
                              + " mv new root")));
      return here ? Optional.of(root) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean downloadWhole(Path directory, String... debianPackages) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "apt-get",
                "-qq",
                "-y",
                "--download-only",
                "--no-install-recommends",
                // What is installed here may still lack its place in the directory.
                "--reinstall",
                "-o",
                "Debug::NoLocking=1",
                "-o",
                "Dir::Cache::archives=" + directory.resolve("archives").toAbsolutePath(),
                "install"));
    command.addAll(List.of(debianPackages));
    return succeeds(directory, command);
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

  /** Runs a command that brings packages, in a directory; what it says goes to a file. */
  public static boolean succeeds(Path directory, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      builder.directory(directory.toAbsolutePath().toFile());
      builder.redirectOutput(
          ProcessBuilder.Redirect.appendTo(Path.of("target", "packages.log").toFile()));
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
