package io.kurier.bench;

import io.kurier.support.NodeProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the native executable and the virtual machine start, and what memory they take. */
final class Forms {

  /** Names of the forms, and of their databases. */
  static final String JVM = "jvm";

  static final String NATIVE = "native";

  private static final int STARTS = 5;

  /** Until a collector has given back what it will, and the pools have closed their connections. */
  private static final Duration REST = Duration.ofSeconds(30);

  private static final Duration LONGEST_START = Duration.ofMinutes(1);

  private final Plan plan;
  private final Machine machine;
  private final Report report;
  private final Map<String, Map<String, Double>> seen = new LinkedHashMap<>();

  Forms(Plan plan, Machine machine, Report report) {
    this.plan = plan;
    this.machine = machine;
    this.report = report;
  }

  /** A scenario, run in one of the forms. */
  static Scenario of(Scenario scenario, String form) {
    return scenario.called(scenario.name() + "-" + form, scenario.title());
  }

  /** Starts each on a schema that is there already, in turns. */
  void starts() throws Exception {
    Map<String, String> accounts = new LinkedHashMap<>();
    for (String form : List.of(JVM, NATIVE)) {
      try (Machine.Service service = machine.start(form, 1, executable(form))) {
        accounts.put(form, machine.account(Plan.S5, service));
      }
    }
    Map<String, List<Double>> ready = new LinkedHashMap<>();
    Map<String, List<Double>> delivered = new LinkedHashMap<>();
    for (int i = 0; i < STARTS; i++) {
      for (Map.Entry<String, String> each : accounts.entrySet()) {
        long arrived = machine.arrived();
        long began = System.nanoTime();
        try (Machine.Service service = machine.start(each.getKey(), 1, executable(each.getKey()))) {
          NodeProcess node = service.node().as(each.getValue());
          node.post("/v1/events", event(), 202);
          awaitMore(arrived);
          add(delivered, each.getKey(), (System.nanoTime() - began) / 1e6);
          add(ready, each.getKey(), (double) service.startMillis());
        }
      }
    }
    note("ready after exec, ms", form -> middle(ready, form));
    note("first delivery after exec, ms", form -> middle(delivered, form));
  }

  /** What they take when nothing was done yet. */
  void idle(Machine.Service jvm, Machine.Service executable) throws Exception {
    Thread.sleep(REST);
    resident("resident idle, MB", jvm, executable);
  }

  /** What they take when the peak is over. */
  void afterwards(Machine.Service jvm, Machine.Service executable) throws Exception {
    note(
        "resident at 1,000 events/s, MB",
        form -> Report.middle(report.of(of(Plan.S5, form).name()), Measured::resident));
    Thread.sleep(REST);
    resident("resident after the peak, MB", jvm, executable);
    for (Scenario each : List.of(Plan.S1, Plan.S2)) {
      note(each.name() + ", events/s", form -> report.sustained(of(each, form)));
    }
  }

  /** Writes what was seen into the report. */
  void tell() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("%-34s %10s %10s".formatted("", JVM, NATIVE));
    seen.forEach(
        (what, values) ->
            lines.add(
                "%-34s %,10.0f %,10.0f".formatted(what, values.get(JVM), values.get(NATIVE))));
    lines.add(
        "%-34s %10s %,10.0f"
            .formatted(
                "size of the executable, MB",
                "",
                Files.size(Path.of(plan.executable())) / 1_048_576.0));
    report.listing("Native executable and virtual machine", lines);
    report.write();
  }

  private void awaitMore(long arrived) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (machine.arrived() == arrived) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the first event did not arrive");
      }
      Thread.sleep(1);
    }
  }

  /** One that the receiver of the benchmark counts. */
  private static String event() {
    Payload payload = new Payload(Payload.Shape.SINGLE, Scenario.ONE_TYPE, 1, Plan.EVENT_BYTES);
    return new String(payload.at(0, System.nanoTime()), StandardCharsets.UTF_8);
  }

  private @Nullable String executable(String form) {
    return form.equals(NATIVE) ? plan.executable() : null;
  }

  private void resident(String what, Machine.Service jvm, Machine.Service executable) {
    note(what, form -> Usage.residentMegabytes((form.equals(JVM) ? jvm : executable).node().pid()));
  }

  private void note(String what, Function<String, Double> value) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String form : List.of(JVM, NATIVE)) {
      values.put(form, value.apply(form));
    }
    seen.put(what, values);
  }

  private static void add(Map<String, List<Double>> to, String form, double value) {
    to.computeIfAbsent(form, first -> new ArrayList<>()).add(value);
  }

  private static double middle(Map<String, List<Double>> of, String form) {
    List<Double> sorted = of.getOrDefault(form, List.of()).stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
