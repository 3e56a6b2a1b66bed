package io.kurier.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A process of the benchmark that does one thing when it is told to; see {@link Commands}. */
final class Worker implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final String name;

  private Worker(Process process, String name) {
    this.process = process;
    this.name = name;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one; what it says on its standard error is in a file of its name. */
  static Worker start(Class<?> main) {
    try {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx512m",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  main.getName())
              .redirectError(new File("target/bench/" + main.getSimpleName() + ".log"))
              .start();
      return new Worker(process, main.getSimpleName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Gives a command and waits for the answer. */
  JsonNode ask(String command, Map<String, ?> values) {
    ObjectNode order = Commands.JSON.createObjectNode().put("do", command);
    order.setAll((ObjectNode) Commands.JSON.valueToTree(values));
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(order.toString()).append('\n').flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("target/bench/" + name + ".log says why it ended");
      }
      return Commands.JSON.readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode ask(String command) {
    return ask(command, Map.of());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
