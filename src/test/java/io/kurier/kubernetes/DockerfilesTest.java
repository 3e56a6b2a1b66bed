package io.kurier.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that linters of Dockerfiles have too, and those that Kubernetes and the drain ask for. */
class DockerfilesTest {

  private static final Set<String> INSTRUCTIONS =
      Set.of(
          "ARG", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "LABEL", "RUN", "USER", "WORKDIR");

  /** An instruction with the rest of its line, and of the lines that it goes on on. */
  private record Instruction(String name, String rest) {}

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void onlyInstructionsThatAreKnown(String file) throws IOException {
    instructions(file).forEach(each -> assertTrue(INSTRUCTIONS.contains(each.name()), each.name()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void theImageRunsAsAUserWithANumberWhoIsNotRoot(String file) throws IOException {
    assertEquals(List.of("1001"), rests(runtime(file), "USER"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void theServiceIsTheFirstProcessAndListensOnBothPorts(String file) throws IOException {
    List<String> entry = rests(runtime(file), "ENTRYPOINT");
    assertEquals(1, entry.size());
    assertTrue(entry.getFirst().matches("\\[\"[^\"]+\"(, \"[^\"]+\")*\\]"), entry.getFirst());
    assertEquals(List.of("8080 9000"), rests(runtime(file), "EXPOSE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void everyBaseIsNamedByAnArgumentWithATagThatStays(String file) throws IOException {
    Set<String> arguments = new HashSet<>();
    Set<String> stages = new HashSet<>();
    for (Instruction each : instructions(file)) {
      if (each.name().equals("ARG") && each.rest().contains("_IMAGE=")) {
        String[] argument = each.rest().split("=", 2);
        arguments.add("${" + argument[0] + "}");
        assertTrue(argument[1].matches("[a-z.]+/[a-z0-9/-]+:[a-z0-9.-]+"), argument[1]);
        assertFalse(argument[1].endsWith(":latest"), argument[1]);
      }
      if (each.name().equals("FROM")) {
        String[] from = each.rest().split(" ", -1);
        assertTrue(arguments.contains(from[0]), from[0]);
        assertTrue(from.length == 1 || stages.add(from[2]), each.rest());
      }
      if (each.name().equals("COPY") && each.rest().startsWith("--from=")) {
        String stage = each.rest().split(" ", 2)[0].substring("--from=".length());
        assertTrue(stages.contains(stage), stage);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void theImageSaysWhatItIsAndWhatItIsMadeOf(String file) throws IOException {
    String labels = rests(runtime(file), "LABEL").getFirst();
    for (String label : List.of("title", "description", "licenses", "version", "revision")) {
      assertTrue(labels.contains("org.opencontainers.image." + label + "="), label);
    }
    List<String> copied = rests(runtime(file), "COPY");
    assertTrue(
        copied.stream()
            .anyMatch(each -> each.endsWith("-cyclonedx.json /usr/share/sbom/kurier.cdx.json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void whatIsCopiedFromHereIsNotIgnored(String file) throws IOException {
    List<String> kept =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    kept.forEach(path -> assertTrue(Files.exists(Path.of(path)), path));
    for (String copy : rests(instructions(file), "COPY")) {
      if (!copy.startsWith("--from=")) {
        String source = copy.replaceFirst("^--chown=\\S+ ", "").split(" ", 2)[0];
        assertTrue(source.equals(".") || kept.contains(source), source);
      }
    }
  }

  private static List<Instruction> runtime(String file) throws IOException {
    List<Instruction> all = instructions(file);
    int last = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals("FROM")) {
        last = i;
      }
    }
    return all.subList(last, all.size());
  }

  private static List<String> rests(List<Instruction> all, String name) {
    return all.stream().filter(each -> each.name().equals(name)).map(Instruction::rest).toList();
  }

  private static List<Instruction> instructions(String file) throws IOException {
    List<Instruction> all = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      boolean goesOn = line.endsWith("\\");
      open.append((goesOn ? line.substring(0, line.length() - 1) : line).strip()).append(' ');
      if (!goesOn) {
        String[] parts = open.toString().strip().split(" ", 2);
        all.add(new Instruction(parts[0], parts[1].strip()));
        open.setLength(0);
      }
    }
    return all;
  }
}
