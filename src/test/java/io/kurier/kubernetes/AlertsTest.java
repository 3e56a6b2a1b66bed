package io.kurier.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.kurier.support.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsTest {

  private static final Path RUNBOOKS = Path.of("docs", "runbooks.md");

  /** Each answers a question of somebody who was woken. */
  private static final List<String> PARTS =
      List.of("**Means.**", "**Hurt.**", "**Look.**", "**Do.**");

  @Test
  void everyAlertHasARunbook() throws IOException {
    String runbooks = Files.readString(RUNBOOKS);
    Set<String> names = new HashSet<>();
    for (Rule rule : Alerts.all()) {
      String name = rule.getAlert();
      assertTrue(names.add(name), name + " stands twice");
      assertTrue(Set.of("critical", "warning").contains(rule.getLabels().get("severity")), name);
      assertFalse(rule.getAnnotations().getOrDefault("summary", "").isBlank(), name);
      // GitHub's anchor of a heading.
      assertEquals(
          RUNBOOKS + "#" + name.toLowerCase(Locale.ROOT), rule.getAnnotations().get("runbook"));
      String runbook = runbook(runbooks, name);
      PARTS.forEach(part -> assertTrue(runbook.contains(part), name + " lacks " + part));
    }
    runbooks
        .lines()
        .filter(line -> line.startsWith("## Kurier"))
        .forEach(line -> assertTrue(names.contains(line.substring(3)), line + " is of no alert"));
  }

  @Test
  void everyExpressionCanBeRead() {
    List<String> expressions =
        Stream.concat(Alerts.expressions().stream(), Dashboard.expressions().stream()).toList();
    assertTrue(expressions.size() > 40, expressions.toString());
    expressions.forEach(
        expression ->
            assertFalse(
                PromQl.parse(expression).selectors().isEmpty(), expression + " asks for nothing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(rate(a[5m])",
        "sum(rate(a[5m])))",
        "rat(a[5m])",
        "rate(a[5x])",
        "rate(a[$__interval_rate])",
        "a{b=c}",
        "{b=\"c\"}",
        "a ? b"
      })
  void whatIsNoExpressionIsRefused(String wrong) {
    assertThrows(AssertionError.class, () -> PromQl.parse(wrong));
  }

  /** When each fires and when not, played by Prometheus itself. */
  @Test
  void alertsFireWhenTheyShould() throws IOException, InterruptedException {
    Optional<Path> promtool =
        Program.installed("promtool").or(() -> Program.unpacked("prometheus", "usr/bin/promtool"));
    assumeTrue(
        promtool.isPresent(), "promtool is not installed (Debian: apt-get install prometheus)");
    Path directory = Files.createDirectories(Path.of("target", "alerts"));
    JsonNode rules =
        Overlay.of("production").documents().stream()
            .filter(each -> each.path("kind").asText().equals("PrometheusRule"))
            .findAny()
            .orElseThrow()
            .path("spec");
    new YAMLMapper().writeValue(directory.resolve("alerts.yaml").toFile(), rules);
    Files.writeString(
        directory.resolve("alerts.test.yaml"),
        Files.readString(Path.of("k8s", "overlays", "production", "alerts.test.yaml")));
    String program = promtool.get().toString();
    run(directory, program, "check", "rules", "alerts.yaml");
    run(directory, program, "test", "rules", "alerts.test.yaml");
  }

  private static void run(Path directory, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private static String runbook(String runbooks, String name) {
    String heading = "\n## " + name + "\n";
    int begin = runbooks.indexOf(heading);
    assertTrue(begin >= 0, RUNBOOKS + " does not know " + name);
    int end = runbooks.indexOf("\n## ", begin + heading.length());
    return runbooks.substring(begin, end < 0 ? runbooks.length() : end);
  }
}
