package io.kurier.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the machine does at best: each part of a scenario's work alone. */
final class Limits implements AutoCloseable {

  private final Machine machine;
  private final String database;
  private final Worker accept = Worker.start(AcceptWorker.class);
  private final Worker rows = Worker.start(RowsWorker.class);
  private final Worker send = Worker.start(SendWorker.class);
  private final int acceptPort;
  private final Map<String, Map<String, Integer>> best = new LinkedHashMap<>();

  /**
   * A part's work alone.
   *
   * @param perSecond events, or of a scenario with several webhooks deliveries
   * @param cpu CPU seconds per million of them, by process
   * @param setting the group size and the concurrency at which it was measured
   */
  record Limit(
      String scenario,
      String part,
      int round,
      double perSecond,
      Map<String, Double> cpu,
      Map<String, Integer> setting) {

    double total() {
      return cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /**
   * Limits on a database that has the service's schema.
   *
   * @param database has it, and no service
   */
  Limits(Machine machine, String database) {
    this.machine = machine;
    this.database = database;
    this.acceptPort = accept.ask("port").asInt();
  }

  /** Finds the best group size and concurrency for a scenario, so warming everything up too. */
  void calibrate(Scenario scenario, int seconds, boolean quick)
      throws IOException, InterruptedException {
    accept(scenario, 0, seconds);
    List<Limit> tried = new ArrayList<>();
    for (int group : quick ? new int[] {1_000} : new int[] {100, 250, 500, 1_000}) {
      if (group % scenario.together() == 0) {
        for (int inFlight : quick ? new int[] {2} : new int[] {2, 4, 8}) {
          tried.add(rows(scenario, 0, Map.of("group", group, "inFlight", inFlight), seconds));
        }
      }
    }
    best.put(scenario.name() + " L2", cheapest(tried));
    tried.clear();
    for (int inFlight : quick ? new int[] {32} : new int[] {8, 32, 128}) {
      tried.add(send(scenario, 0, Map.of("inFlight", inFlight), seconds));
    }
    best.put(scenario.name() + " L3", cheapest(tried));
  }

  /** All three, once. */
  List<Limit> measure(Scenario scenario, int round, int seconds)
      throws IOException, InterruptedException {
    return List.of(
        accept(scenario, round, seconds),
        rows(scenario, round, best.getOrDefault(scenario.name() + " L2", Map.of()), seconds),
        send(scenario, round, best.getOrDefault(scenario.name() + " L3", Map.of()), seconds));
  }

  private static Map<String, Integer> cheapest(List<Limit> tried) {
    return tried.stream().min(Comparator.comparingDouble(Limit::total)).orElseThrow().setting();
  }

  private Limit accept(Scenario scenario, int round, int seconds)
      throws IOException, InterruptedException {
    machine.startLoad(scenario, "limit", List.of(acceptPort));
    long began = System.nanoTime();
    long before = machine.load.ask("mark").get("accepted").asLong();
    Map<String, Double> cpu = cpu(accept);
    Thread.sleep(seconds * 1_000L);
    long events = machine.load.ask("mark").get("accepted").asLong() - before;
    double time = (System.nanoTime() - began) / 1e9;
    Map<String, Double> after = cpu(accept);
    machine.load.ask("stop");
    return limit(
        scenario,
        "L1",
        round,
        events * scenario.deliveriesPerEvent(),
        time,
        Map.of("accept", spent(cpu, after, "worker"), "load", spent(cpu, after, "load")),
        Map.of());
  }

  private Limit rows(Scenario scenario, int round, Map<String, Integer> setting, int seconds)
      throws IOException {
    Map<String, Object> order = new LinkedHashMap<>(setting);
    order.put("database", ServerDatabase.url(database, machine.database.port()));
    order.put("webhooks", scenario.webhooks());
    order.put("together", scenario.together());
    order.put("eventBytes", Plan.EVENT_BYTES);
    order.put("seconds", seconds);
    Map<String, Double> cpu = cpu(rows);
    JsonNode done = rows.ask("run", order);
    Map<String, Double> after = cpu(rows);
    return limit(
        scenario,
        "L2",
        round,
        done.get("events").asDouble() * scenario.webhooks(),
        done.get("seconds").asDouble(),
        Map.of("rows", spent(cpu, after, "worker"), "database", spent(cpu, after, "database")),
        setting);
  }

  private Limit send(Scenario scenario, int round, Map<String, Integer> setting, int seconds)
      throws IOException {
    Map<String, Object> order = new LinkedHashMap<>(setting);
    order.put("port", machine.receiverPort);
    order.put("together", scenario.together());
    order.put("eventBytes", Plan.EVENT_BYTES);
    order.put("seconds", seconds);
    Map<String, Double> cpu = cpu(send);
    JsonNode done = send.ask("run", order);
    Map<String, Double> after = cpu(send);
    return limit(
        scenario,
        "L3",
        round,
        done.get("events").asDouble(),
        done.get("seconds").asDouble(),
        Map.of("send", spent(cpu, after, "worker"), "receiver", spent(cpu, after, "receiver")),
        setting);
  }

  private static Limit limit(
      Scenario scenario,
      String part,
      int round,
      double count,
      double seconds,
      Map<String, Double> spent,
      Map<String, Integer> setting) {
    Map<String, Double> perMillion = new LinkedHashMap<>();
    spent.forEach((process, cpu) -> perMillion.put(process, cpu * 1e6 / count));
    return new Limit(scenario.name(), part, round, count / seconds, perMillion, setting);
  }

  private Map<String, Double> cpu(Worker worker) throws IOException {
    return Map.of(
        "worker", Usage.cpuSeconds(worker.pid()),
        "load", Usage.cpuSeconds(machine.load.pid()),
        "receiver", Usage.cpuSeconds(machine.receiver.pid()),
        "database", machine.databaseCpuSeconds());
  }

  private static double spent(
      Map<String, Double> before, Map<String, Double> after, String process) {
    return after.getOrDefault(process, 0.0) - before.getOrDefault(process, 0.0);
  }

  /** So that the limits' database has the service's schema. */
  static void makeSchema(Machine machine, String name) throws java.sql.SQLException {
    try (Machine.Service service = machine.start(name, 1)) {
      NodeProcess node = service.node();
      if (!node.isAlive()) {
        throw new IllegalStateException("the service ended");
      }
    }
  }

  @Override
  public void close() {
    accept.close();
    rows.close();
    send.close();
  }
}
