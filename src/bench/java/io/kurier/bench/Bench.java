package io.kurier.bench;

import io.kurier.support.NodeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures the service and the machine, and writes {@code target/bench/report.md}. */
public final class Bench {

  private static final String DATABASE = "bench";

  private final Plan plan;
  private final Machine machine;
  private final Report report;

  private Bench(Plan plan, Machine machine) {
    this.plan = plan;
    this.machine = machine;
    this.report = new Report(plan);
  }

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Files.createDirectories(Path.of("target", "bench"));
    Plan plan = Plan.fromProperties();
    try (Machine machine = new Machine(plan.options())) {
      Bench bench = new Bench(plan, machine);
      bench.forms();
      bench.scenarios();
      bench.hangingReceiver();
      bench.manyWebhooks();
      bench.twoNodes();
      bench.backlog();
      bench.longRun();
      bench.scaling();
      bench.parts();
      if (bench.report.lost() > 0) {
        throw new IllegalStateException(
            "deliveries were lost or came twice; see target/bench/report.md");
      }
    }
  }

  /** Those that one node serves, and their limits, in turns. */
  private void scenarios() throws Exception {
    List<Scenario> limited =
        List.of(Plan.S1, Plan.S2, Plan.S3, Plan.S4).stream()
            .filter(each -> plan.has(each.name()))
            .toList();
    List<Scenario> all = new ArrayList<>(limited);
    if (plan.has("S5")) {
      all.add(Plan.S5);
    }
    if (all.isEmpty()) {
      return;
    }
    boolean withLimits = plan.has("limits");
    // The first start makes the schema.
    machine.start("limits", 1).close();
    try (Machine.Service service = machine.start(DATABASE, 1);
        Limits limits = new Limits(machine, "limits")) {
      Map<Scenario, String> accounts = new LinkedHashMap<>();
      for (Scenario each : all) {
        accounts.put(each, machine.account(each, service));
      }
      warm(service, List.of(Plan.S1, Plan.S2, Plan.S3));
      for (Scenario each : withLimits ? limited : List.<Scenario>of()) {
        limits.calibrate(each, Math.max(1, plan.seconds() / 5), plan.quick());
      }
      for (int round = 1; round <= plan.rounds(); round++) {
        for (Scenario each : all) {
          run(each, round, service, accounts.getOrDefault(each, ""));
          if (withLimits && limited.contains(each)) {
            report.add(limits.measure(each, round, plan.seconds()));
          }
        }
      }
    }
    machine.drop("limits", DATABASE);
    scenarioTargets(all);
  }

  private void scenarioTargets(List<Scenario> all) throws Exception {
    for (Scenario each : all) {
      double rate = report.sustained(each);
      double part = rate / report.limit(each.name());
      switch (each.name()) {
        case "S1" ->
            report.target(
                "S1",
                "≥ 0.7 of the limit, expected ≥ 8,000/s",
                "%.2f, %,.0f/s".formatted(part, rate));
        case "S2" ->
            report.target(
                "S2",
                "≥ 0.6 of the limit, expected ≥ 35,000/s",
                "%.2f, %,.0f/s".formatted(part, rate));
        case "S3" ->
            report.target(
                "S3", "≥ S2", "%,.0f/s against %,.0f/s".formatted(rate, report.sustained(Plan.S2)));
        case "S4" ->
            report.target("S4", "≥ 0.7 of the limit", "%.2f, %,.0f/s".formatted(part, rate));
        case "S5" -> steadyTarget();
        default -> {}
      }
    }
  }

  private void steadyTarget() throws Exception {
    List<Measured> all = report.of("S5");
    report.target(
        "S5",
        "accept p50 ≤ 8 ms, p99 ≤ 40 ms; acknowledge p50 ≤ 15 ms, p99 ≤ 80 ms; < 0.6 cores",
        "accept %.1f / %.1f ms, acknowledge %.1f / %.1f ms, %.2f cores"
            .formatted(
                Report.middle(all, m -> m.accept().p50()),
                Report.middle(all, m -> m.accept().p99()),
                Report.middle(all, m -> m.acknowledge().p50()),
                Report.middle(all, m -> m.acknowledge().p99()),
                Report.middle(all, Measured::cores)));
  }

  /** The native executable beside the virtual machine, where it was given. */
  private void forms() throws Exception {
    if (plan.executable().isEmpty()) {
      return;
    }
    Forms forms = new Forms(plan, machine, report);
    forms.starts();
    try (Machine.Service jvm = machine.start(Forms.JVM, 1);
        Machine.Service executable = machine.start(Forms.NATIVE, 1, plan.executable())) {
      forms.idle(jvm, executable);
      // Before the peaks, which leave memory behind.
      run(Forms.of(Plan.S5, Forms.JVM), 1, jvm, machine.account(Plan.S5, jvm));
      run(Forms.of(Plan.S5, Forms.NATIVE), 1, executable, machine.account(Plan.S5, executable));
      for (Scenario each : List.of(Plan.S1, Plan.S2)) {
        compare(Forms.of(each, Forms.JVM), jvm, Forms.of(each, Forms.NATIVE), executable);
      }
      forms.afterwards(jvm, executable);
    }
    machine.drop(Forms.JVM, Forms.NATIVE);
    forms.tell();
  }

  /** S7: what the others get while one receiver hangs. */
  private void hangingReceiver() throws Exception {
    if (!plan.has("S7")) {
      return;
    }
    try (Machine.Service healthy = machine.start("healthy", 1);
        Machine.Service hanging = machine.start("hanging", 1)) {
      compare(Plan.S7_WITHOUT, healthy, Plan.S7, hanging);
    }
    machine.drop("healthy", "hanging");
    report.target(
        "S7",
        "healthy receivers get ≥ 0.95",
        "%.2f".formatted(report.sustained(Plan.S7) / (report.sustained(Plan.S7_WITHOUT) * 0.9)));
  }

  /** S6: as many webhooks as a large installation has. */
  private void manyWebhooks() throws Exception {
    if (!plan.has("S6")) {
      return;
    }
    Scenario few = Plan.S1.called("S6-few", "S1 with one webhook");
    Scenario many =
        Plan.S1.called("S6", "S1 with %,d webhooks in 1,000 accounts".formatted(plan.webhooks()));
    try (Machine.Service service = machine.start("many", 1)) {
      List<Plot.Point> points = new ArrayList<>();
      int made = 0;
      for (int count :
          new int[] {1, plan.webhooks() / 100, plan.webhooks() / 10, plan.webhooks()}) {
        for (; made < count; made++) {
          service
              .node()
              .as("account-" + made % 1_000)
              .createWebhook("http://127.0.0.1:%d/none".formatted(machine.receiverPort), "*", "");
        }
        // Until what was created has been looked at by all.
        warm(service, List.of(Plan.S1));
        Scenario scenario = Plan.S1.called("webhooks-" + count, "S1 beside so many webhooks");
        points.add(new Plot.Point(count, once(scenario, service)));
      }
      report.plot("webhooks", "Events a second, single events in and out", "webhooks", points);
    }
    // The second start of each: the first one made the schema.
    machine.start("few", 1).close();
    try (Machine.Service small = machine.start("few", 1);
        Machine.Service large = machine.start("many", 1)) {
      double smallHeap = Machine.liveHeap(small);
      double largeHeap = Machine.liveHeap(large);
      compare(few, small, many, large);
      report.target(
          "S6",
          "≥ 0.9 of S1; start ≤ 5 s more; heap ≤ 150 MB more",
          "%.2f; %.1f s more (%.1f s against %.1f s); %.0f MB more (%.0f MB against %.0f MB)"
              .formatted(
                  report.sustained(many) / report.sustained(few),
                  (large.startMillis() - small.startMillis()) / 1e3,
                  large.startMillis() / 1e3,
                  small.startMillis() / 1e3,
                  largeHeap - smallHeap,
                  largeHeap,
                  smallHeap));
    }
    machine.drop("few", "many");
  }

  /** S10: two nodes on one database. */
  private void twoNodes() throws Exception {
    if (!plan.has("S10")) {
      return;
    }
    Scenario one = Plan.S1.called("S10-one", "S1 on one node");
    Scenario two = Plan.S1.called("S10", "S1 on two nodes");
    try (Machine.Service single = machine.start("one", 1);
        Machine.Service pair = machine.start("two", 2)) {
      compare(one, single, two, pair);
      report.target(
          "S10",
          "≥ 0.9 of one node; as many statements per event",
          "%.2f; %.4f statements against %.4f"
              .formatted(
                  report.sustained(two) / report.sustained(one),
                  Report.middle(report.of(two.name()), Measured::statements),
                  Report.middle(report.of(one.name()), Measured::statements)));
    }
    machine.drop("one", "two");
  }

  /** S8: what waits in the table when a receiver comes back. */
  private void backlog() throws Exception {
    if (!plan.has("S8")) {
      return;
    }
    Scenario arrays = Plan.S2.called("S8", "a backlog in batches of 100");
    try (Machine.Service service = machine.start("backlog", 1)) {
      NodeProcess node = service.node().as("backlog");
      // Nobody listens there.
      String id =
          node.createWebhook(
              "http://127.0.0.1:1/",
              "*",
              ",\"batching\":{\"enabled\":true,\"maxEvents\":%d}".formatted(arrays.together()));
      warm(service);
      double before = cpu(service);
      long accepted = fill(arrays, service);
      double perAccepted = (cpu(service) - before) / accepted;
      long arrivedBefore = machine.arrived();
      double heapBefore = Machine.liveHeap(service);
      double began = cpu(service);
      double databaseBegan = machine.databaseCpuSeconds();
      long from = System.nanoTime();
      node.send(
          "PATCH",
          "/v1/webhooks/" + id,
          "application/merge-patch+json",
          "{\"url\":\"http://127.0.0.1:%d/drained\"}".formatted(machine.receiverPort),
          200);
      double mostHeap = 0;
      long arrived = 0;
      while (arrived < accepted && System.nanoTime() - from < Duration.ofHours(1).toNanos()) {
        Thread.sleep(200);
        arrived = machine.arrived() - arrivedBefore;
        mostHeap = Math.max(mostHeap, Machine.heap(service));
      }
      double seconds = (System.nanoTime() - from) / 1e9;
      double perDrained = (cpu(service) - began) / accepted;
      double ofDatabase = (machine.databaseCpuSeconds() - databaseBegan) / accepted;
      report.target(
          "S8",
          "as fast as S2's delivering alone; heap flat",
          ("%,d in %.1f s: %,.0f/s; CPU seconds per million: %.1f for draining (%.1f of the database), %.1f"
                  + " for accepting, %.1f for S2, which does both; heap %.0f MB before, %.0f MB at most with garbage; %d lost")
              .formatted(
                  accepted,
                  seconds,
                  accepted / seconds,
                  perDrained * 1e6,
                  ofDatabase * 1e6,
                  perAccepted * 1e6,
                  Report.middle(
                      report.of("S2"),
                      m -> m.cpu().values().stream().mapToDouble(Double::doubleValue).sum()),
                  heapBefore,
                  mostHeap,
                  accepted - arrived));
      if (arrived != accepted) {
        throw new IllegalStateException("of the backlog " + arrived + " of " + accepted + " came");
      }
    }
    machine.drop("backlog");
  }

  private long fill(Scenario arrays, Machine.Service service) throws InterruptedException {
    machine.startLoad(arrays, "backlog", Machine.ports(service));
    while (machine.load.ask("mark").get("accepted").asLong() < plan.backlog()) {
      Thread.sleep(100);
    }
    return machine.load.ask("stop").get("accepted").asLong();
  }

  private double cpu(Machine.Service service) throws Exception {
    return Usage.cpuSeconds(service.node().pid())
        + machine.databaseCpuSeconds()
        + Usage.cpuSeconds(machine.load.pid())
        + Usage.cpuSeconds(machine.receiver.pid());
  }

  /** S9: whether it stays as fast as it is. */
  private void longRun() throws Exception {
    if (!plan.has("S9")) {
      return;
    }
    try (Machine.Service service = machine.start("long", 1)) {
      String account = machine.account(Plan.S1, service);
      warm(service);
      long beforeAll = machine.arrived();
      machine.startLoad(Plan.S1, account, Machine.ports(service));
      long sixth = Duration.ofSeconds(plan.longSeconds()).toMillis() / 6;
      List<Double> rates = new ArrayList<>();
      List<String> sizes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        long before = machine.arrived();
        long from = System.nanoTime();
        Thread.sleep(sixth);
        rates.add((machine.arrived() - before) / ((System.nanoTime() - from) / 1e9));
        sizes.add(
            "%.0f kB"
                .formatted(
                    machine.database.number("long", "select pg_total_relation_size('delivery')")
                        / 1_024));
      }
      long accepted = machine.load.ask("stop").get("accepted").asLong();
      long lost = accepted - (machine.drain(beforeAll + accepted) - beforeAll);
      report.target(
          "S9",
          "the last sixth of %d s ≥ 0.95 of the first; tables level".formatted(plan.longSeconds()),
          "%.2f; each sixth: %s events/s; queue with its indexes: %s; %,d events, %d lost"
              .formatted(
                  rates.getLast() / rates.getFirst(),
                  rates.stream().map("%,.0f"::formatted).toList(),
                  sizes,
                  accepted,
                  lost));
      if (lost != 0) {
        throw new IllegalStateException(lost + " events were lost");
      }
    }
    machine.drop("long");
  }

  /** How it grows: with producers, with the size of batches. */
  private void scaling() throws Exception {
    if (!plan.has("scaling")) {
      return;
    }
    try (Machine.Service service = machine.start("scaling", 1)) {
      warm(service);
      List<Plot.Point> points = new ArrayList<>();
      for (int producers : plan.quick() ? new int[] {1, 16} : new int[] {1, 4, 16, 64, 256}) {
        points.add(
            new Plot.Point(
                producers,
                once(Scenario.singles("producers-" + producers, "singles", producers), service)));
      }
      report.plot("producers", "Events a second, single events in and out", "producers", points);
      points = new ArrayList<>();
      for (int size : plan.quick() ? new int[] {1, 100} : new int[] {1, 10, 100, 1_000}) {
        points.add(
            new Plot.Point(
                size, once(Scenario.arrays("batches-" + size, "arrays", size), service)));
      }
      report.plot(
          "batches", "Events a second, arrays in and batches out", "events in each", points);
    }
    machine.drop("scaling");
  }

  /** Matching and buffering alone. */
  private void parts() throws Exception {
    if (!plan.has("parts")) {
      return;
    }
    OptionsBuilder options = new OptionsBuilder();
    options.include("io\\.kurier\\..*Benchmark").addProfiler(GCProfiler.class);
    if (plan.quick()) {
      options.warmupIterations(1).measurementIterations(1).measurementTime(TimeValue.seconds(1));
    }
    List<String> lines = new ArrayList<>();
    for (RunResult result : new Runner(options.build()).run()) {
      lines.add(
          "%-40s %-12s %,10.1f ns %,8.0f bytes"
              .formatted(
                  result.getParams().getBenchmark().replaceFirst("^.*\\.(?=[^.]*\\.[^.]*$)", ""),
                  result.getParams().getParamsKeys().stream()
                      .map(key -> key + " " + result.getParams().getParam(key))
                      .collect(Collectors.joining(" ")),
                  result.getPrimaryResult().getScore(),
                  Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                      .getScore()));
    }
    report.listing("Matching and buffering, for each event", lines);
    report.write();
  }

  private double once(Scenario scenario, Machine.Service service) throws Exception {
    run(scenario, 1, service, machine.account(scenario, service));
    return report.sustained(scenario);
  }

  /** Two scenarios on services of their own, in turns. */
  private void compare(
      Scenario one, Machine.Service oneService, Scenario other, Machine.Service otherService)
      throws Exception {
    String oneAccount = machine.account(one, oneService);
    String otherAccount = machine.account(other, otherService);
    warm(oneService);
    warm(otherService);
    for (int round = 1; round <= plan.rounds(); round++) {
      run(one, round, oneService, oneAccount);
      run(other, round, otherService, otherAccount);
    }
  }

  /** Until the just-in-time compiler has seen what there is to see. */
  private void warm(Machine.Service service) throws Exception {
    warm(service, List.of(Plan.S1, Plan.S2));
  }

  private void warm(Machine.Service service, List<Scenario> loads) throws Exception {
    for (Scenario each : loads) {
      machine.run(each, 0, service, machine.account(each, service), 0, plan.warmSeconds());
    }
  }

  private void run(Scenario scenario, int round, Machine.Service service, String account)
      throws Exception {
    report.add(
        scenario,
        machine.run(scenario, round, service, account, plan.warmSeconds() / 9, plan.seconds()));
    report.listing("Statements of " + scenario.name(), machine.topStatements(service.database()));
  }
}
