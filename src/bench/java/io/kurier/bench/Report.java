package io.kurier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What was measured, for people and for machines. */
final class Report {

  private static final Path DIRECTORY = Path.of("target", "bench");
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final Plan plan;
  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
  private final List<Measured> measured = new ArrayList<>();
  private final List<Limits.Limit> limits = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final Map<String, List<String>> listings = new LinkedHashMap<>();
  private final Map<String, List<Plot.Point>> plots = new LinkedHashMap<>();

  /** A target of a scenario, and what was seen. */
  private record Target(String scenario, String target, String seen) {}

  Report(Plan plan) {
    this.plan = plan;
  }

  void add(Scenario scenario, Measured result) throws IOException {
    scenarios.put(scenario.name(), scenario);
    measured.add(result);
    System.out.printf(
        Locale.ROOT,
        "%s round %d: accepted %,.0f/s, acknowledged %,.0f/s, growth %.1f %%, accept p99 %.1f ms,"
            + " acknowledge p99 %.1f ms, cpu %s, lost %d%n",
        scenario.name(),
        result.round(),
        result.accepted(),
        result.acknowledged(),
        result.growth() * 100,
        result.accept().p99(),
        result.acknowledge().p99(),
        result.cpu(),
        result.lost());
    write();
  }

  void add(List<Limits.Limit> measuredLimits) throws IOException {
    limits.addAll(measuredLimits);
    measuredLimits.forEach(
        limit ->
            System.out.printf(
                Locale.ROOT,
                "%s %s round %d: %,.0f/s, cpu %s %s%n",
                limit.scenario(),
                limit.part(),
                limit.round(),
                limit.perSecond(),
                limit.cpu(),
                limit.setting()));
    write();
  }

  /** What a target of the project asks for, and what was seen. */
  void target(String scenario, String target, String seen) throws IOException {
    targets.add(new Target(scenario, target, seen));
    System.out.println(targets.getLast());
    write();
  }

  void listing(String title, List<String> lines) {
    listings.put(title, lines);
  }

  void plot(String name, String title, String axis, List<Plot.Point> points) throws IOException {
    plots.put(name, points);
    Plot.write(DIRECTORY.resolve(name + ".svg"), title, axis, points);
    write();
  }

  /** The middle one of the rounds. */
  double sustained(Scenario scenario) {
    return middle(of(scenario.name()), result -> result.sustained(scenario));
  }

  List<Measured> of(String scenario) {
    return measured.stream().filter(result -> result.scenario().equals(scenario)).toList();
  }

  static double middle(List<Measured> results, ToDoubleFunction<Measured> value) {
    return results.stream()
        .mapToDouble(value)
        .sorted()
        .skip(results.size() / 2)
        .findFirst()
        .orElse(0);
  }

  /** Deliveries a second, if service, database and network cost what the parts cost alone. */
  double limit(String scenario) {
    double seconds =
        parts().stream()
            .mapToDouble(
                part ->
                    middleTotal(
                        limits.stream()
                            .filter(l -> l.scenario().equals(scenario) && l.part().equals(part))
                            .toList()))
            .sum();
    return seconds == 0 ? 0 : CORES * 1e6 / seconds;
  }

  private static double middleTotal(List<Limits.Limit> of) {
    return of.stream()
        .mapToDouble(Limits.Limit::total)
        .sorted()
        .skip(of.size() / 2)
        .findFirst()
        .orElse(0);
  }

  private Set<String> parts() {
    return limits.stream()
        .map(Limits.Limit::part)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  long lost() {
    return measured.stream().mapToLong(Measured::lost).map(Math::abs).sum();
  }

  /** Writes what there is so far; a run that is broken off has a report too. */
  void write() throws IOException {
    Commands.JSON
        .writerWithDefaultPrettyPrinter()
        .writeValue(
            DIRECTORY.resolve("report.json").toFile(),
            Map.of(
                "plan", plan,
                "cores", CORES,
                "measured", measured,
                "limits", limits,
                "targets", targets,
                "plots", plots));
    Files.writeString(DIRECTORY.resolve("report.md"), markdown());
  }

  private String markdown() throws IOException {
    StringBuilder text = new StringBuilder("# Benchmark\n\n");
    text.append(
        "%s, %d cores (%s), Java %s, %d rounds of %d s after %d s of warming up; all processes on this machine.%n%n"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                CORES,
                processor(),
                Runtime.version(),
                plan.rounds(),
                plan.seconds(),
                plan.warmSeconds()));
    targets(text);
    throughput(text);
    costs(text);
    limits(text);
    listings.forEach(
        (title, lines) ->
            text.append("## %s%n%n```%n%s%n```%n%n".formatted(title, String.join("\n", lines))));
    plots.keySet().forEach(name -> text.append("![%s](%s.svg)%n%n".formatted(name, name)));
    return text.toString();
  }

  private void targets(StringBuilder text) {
    if (!targets.isEmpty()) {
      text.append("## Targets\n\n| scenario | target | seen |\n|---|---|---|\n");
      targets.forEach(
          each ->
              text.append(
                  "| %s | %s | %s |%n".formatted(each.scenario(), each.target(), each.seen())));
      text.append('\n');
    }
  }

  private void throughput(StringBuilder text) {
    text.append(
        """
        ## Throughput and time

        Deliveries a second that were accepted and acknowledged: the middle of the rounds, the least and the most. Times in
        milliseconds from sending: to the 202, and to the receiver's answer.

        | scenario | deliveries/s | least–most | limit | of the limit | backlog grows | accept p50 / p99 | acknowledge p50 / p99 | lost |
        |---|---|---|---|---|---|---|---|---|
        """);
    scenarios.forEach(
        (name, scenario) -> {
          List<Measured> all = of(name);
          double limit = limit(name);
          double rate = sustained(scenario);
          text.append(
              "| %s %s | %,.0f | %,.0f–%,.0f | %s | %s | %.1f %% | %.1f / %.1f | %.1f / %.1f | %d |%n"
                  .formatted(
                      name,
                      scenario.title(),
                      rate,
                      all.stream().mapToDouble(m -> m.sustained(scenario)).min().orElse(0),
                      all.stream().mapToDouble(m -> m.sustained(scenario)).max().orElse(0),
                      limit == 0 ? "–" : "%,.0f".formatted(limit),
                      limit == 0 ? "–" : "%.2f".formatted(rate / limit),
                      middle(all, Measured::growth) * 100,
                      middle(all, m -> m.accept().p50()),
                      middle(all, m -> m.accept().p99()),
                      middle(all, m -> m.acknowledge().p50()),
                      middle(all, m -> m.acknowledge().p99()),
                      all.stream().mapToLong(Measured::lost).sum()));
        });
    text.append('\n');
  }

  private void costs(StringBuilder text) {
    text.append(
        """
        ## Costs

        CPU seconds per million events, and what else an event costs.

        | scenario | service | database | load | receiver | heap MB | resident MB | statements | WAL bytes | database bytes |
        |---|---|---|---|---|---|---|---|---|---|
        """);
    scenarios
        .keySet()
        .forEach(
            name -> {
              List<Measured> all = of(name);
              text.append(
                  "| %s | %.1f | %.1f | %.1f | %.1f | %.0f | %.0f | %.3f | %,.0f | %,.0f |%n"
                      .formatted(
                          name,
                          middle(all, m -> m.cpu().getOrDefault("service", 0.0)),
                          middle(all, m -> m.cpu().getOrDefault("database", 0.0)),
                          middle(all, m -> m.cpu().getOrDefault("load", 0.0)),
                          middle(all, m -> m.cpu().getOrDefault("receiver", 0.0)),
                          middle(all, Measured::heap),
                          middle(all, Measured::resident),
                          middle(all, Measured::statements),
                          middle(all, Measured::walBytes),
                          middle(all, Measured::databaseBytes)));
            });
    text.append('\n');
  }

  private void limits(StringBuilder text) {
    if (limits.isEmpty()) {
      return;
    }
    text.append(
        """
        ## Limits

        Each part of the work alone: L1 requests taken and parsed, L2 rows written, L3 requests sent. The limit of a scenario is
        the number of cores, divided by the CPU seconds of the three together.

        | scenario | part | deliveries/s | CPU seconds per million | at |
        |---|---|---|---|---|
        """);
    for (Limits.Limit each : limits) {
      text.append(
          "| %s | %s | %,.0f | %s | %s |%n"
              .formatted(
                  each.scenario(),
                  each.part(),
                  each.perSecond(),
                  each.cpu().entrySet().stream()
                      .map(e -> "%s %.1f".formatted(e.getKey(), e.getValue()))
                      .sorted()
                      .collect(Collectors.joining(", ")),
                  each.setting()));
    }
    text.append('\n');
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("unknown");
  }
}
