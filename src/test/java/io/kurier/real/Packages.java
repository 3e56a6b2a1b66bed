package io.kurier.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packages of other languages, installed below target by their ordinary clients. */
final class Packages {

  private Packages() {}

  /** Installs packages of npm: the script of these tests, beside what it imports. */
  static Path npm(String script, String... packages) throws Missing {
    try {
      Path directory = directory(script);
      if (Files.notExists(directory.resolve("node_modules"))) {
        List<String> command =
            new ArrayList<>(
                List.of(
                    Bench.installed("npm"),
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--prefix",
                    "."));
        command.addAll(List.of(packages));
        Bench.bring(directory, command);
      }
      return Bench.copy(Bench.source("node/" + script), directory.resolve(script));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Installs packages of PyPI: what {@code PYTHONPATH} has to be. */
  static Path pip(String python, String name, String... packages) throws Missing {
    try {
      Path directory = directory(name);
      Path installed = directory.resolve("packages");
      if (Files.notExists(installed)) {
        Path unfinished = directory.resolve("unfinished");
        List<String> command =
            new ArrayList<>(
                List.of(
                    python,
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--upgrade",
                    "--target",
                    unfinished.toString()));
        command.addAll(List.of(packages));
        Bench.bring(directory, command);
        Files.move(unfinished, installed);
      }
      return installed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory(String name) throws IOException {
    return Files.createDirectories(
        Path.of("target", "real-packages", name.replaceFirst("\\..*", "")).toAbsolutePath());
  }
}
