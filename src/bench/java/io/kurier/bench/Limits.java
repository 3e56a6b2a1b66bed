package io.kurier.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kurier.support.ServerDatabase;
import java.io.IOException;
import java.sql.SQLException;
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
      throws IOException, SQLException, InterruptedException {
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
      throws IOException, SQLException, InterruptedException {
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
      throws IOException, SQLException {
    machine.settle();
    Map<String, ?> where =
        Map.of(
            "database", ServerDatabase.url(database, machine.database.port()),
            "webhooks", scenario.webhooks());
    return alone(rows, "rows", "database", "L2", scenario, round, setting, where, seconds);
  }

  private Limit send(Scenario scenario, int round, Map<String, Integer> setting, int seconds)
      throws IOException {
    Map<String, ?> where = Map.of("port", machine.receiverPort);
    return alone(send, "send", "receiver", "L3", scenario, round, setting, where, seconds);
  }

  /** What a worker does alone, with the process that it needs. */
  private Limit alone(
      Worker worker,
      String name,
      String needed,
      String part,
      Scenario scenario,
      int round,
      Map<String, Integer> setting,
      Map<String, ?> where,
      int seconds)
      throws IOException {
    Map<String, Object> order = new LinkedHashMap<>(setting);
    order.putAll(where);
    order.put("together", scenario.together());
    order.put("eventBytes", Plan.EVENT_BYTES);
    order.put("seconds", seconds);
    Map<String, Double> cpu = cpu(worker);
    JsonNode done = worker.ask("run", order);
    Map<String, Double> after = cpu(worker);
    return limit(
        scenario,
        part,
        round,
        done.get("deliveries").asDouble(),
        done.get("seconds").asDouble(),
        Map.of(name, spent(cpu, after, "worker"), needed, spent(cpu, after, needed)),
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

  @Override
  public void close() {
    accept.close();
    rows.close();
    send.close();
  }
}
