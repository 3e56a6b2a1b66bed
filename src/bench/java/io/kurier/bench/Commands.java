package io.kurier.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The side of a worker: a line of JSON is a command, a line of JSON the answer to it. */
final class Commands {

  static final ObjectMapper JSON = new ObjectMapper();

  private Commands() {}

  /** What a worker does with a command. */
  interface Command {
    Object answer(JsonNode order) throws Exception;
  }

  /** Answers commands until nobody gives any more; then the process ends. */
  static void serve(Map<String, Command> commands) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode order = JSON.readTree(line);
      Command command = commands.get(order.path("do").asText());
      if (command == null) {
        throw new IOException("an unknown command: " + line);
      }
      System.out.println(JSON.writeValueAsString(command.answer(order)));
    }
    Runtime.getRuntime().halt(0);
  }
}
