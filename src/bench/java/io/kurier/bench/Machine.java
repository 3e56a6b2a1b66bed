package io.kurier.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The processes of the benchmark, and what is measured of them. */
final class Machine implements AutoCloseable {

  /** As the service's own embedded database has them; and the statistics of statements. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "timezone", "UTC",
          "shared_buffers", "256MB",
          "max_wal_size", "2GB",
          "jit", "off",
          "shared_preload_libraries", "pg_stat_statements");

  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);

  final ServerDatabase database =
      new ServerDatabase(Path.of("target", "bench", "database"), SETTINGS);
  final Worker load = Worker.start(LoadWorker.class);
  final Worker receiver = Worker.start(ReceiverWorker.class);
  final int receiverPort;
  private final List<String> options;
  private int accounts;

  /**
   * A number of nodes of the service on one database, ready.
   *
   * @param startMillis until the first was ready
   */
  record Service(List<NodeProcess> nodes, String database, long startMillis)
      implements AutoCloseable {

    NodeProcess node() {
      return nodes.getFirst();
    }

    @Override
    public void close() {
      nodes.forEach(NodeProcess::stop);
    }
  }

  private record Snapshot(
      long nanos,
      JsonNode load,
      JsonNode receiver,
      Map<String, Double> cpu,
      double statements,
      double walBytes,
      double databaseBytes) {}

  /** Starts all but the service, which has these options. */
  Machine(List<String> options) throws IOException, SQLException {
    this.options = options;
    database.make();
    database.run("postgres", "create extension pg_stat_statements");
    receiverPort = receiver.ask("port").asInt();
  }

  /** Starts nodes on a database; makes it where it is new. */
  Service start(String name, int count) throws SQLException {
    return start(name, count, null);
  }

  /** As above, of a program that is not the one that was packaged, where there is one. */
  Service start(String name, int count, @Nullable String program) throws SQLException {
    boolean isNew =
        database.count(
                "postgres", "select count(*) from pg_database where datname = '" + name + "'")
            == 0;
    String url = isNew ? database.create(name) : ServerDatabase.url(name, database.port());
    List<NodeProcess> nodes = new ArrayList<>();
    long began = System.nanoTime();
    long ready = 0;
    for (int i = 0; i < count; i++) {
      NodeProcess.Setup setup = NodeProcess.Setup.of(url).options(options);
      nodes.add(NodeProcess.start(program == null ? setup : setup.program(program)));
      ready = ready == 0 ? System.nanoTime() - began : ready;
    }
    return new Service(nodes, name, ready / 1_000_000);
  }

  /** Removes databases, since half an hour of events is much of a disk. */
  void drop(String... names) throws SQLException {
    for (String name : names) {
      database.run("postgres", "drop database if exists " + name + " with (force)");
    }
  }

  /** An account with the webhooks of a scenario; its name. */
  String account(Scenario scenario, Service service) throws InterruptedException {
    String account = "bench-" + ++accounts;
    NodeProcess node = service.node().as(account);
    for (String type : scenario.types()) {
      boolean hangs = scenario.hanging() && type.equals(scenario.types().getFirst());
      for (int i = 0; i < scenario.webhooks(); i++) {
        node.createWebhook(
            "http://127.0.0.1:%d/%s".formatted(receiverPort, hangs ? "hang" : type),
            type,
            scenario.together() == 1
                // As many as L3 has: with fewer the webhook's own setting would be measured.
                ? ",\"delivery\":{\"maxInFlight\":128}"
                : ",\"batching\":{\"enabled\":true,\"maxEvents\":%d}"
                    .formatted(scenario.together()));
      }
    }
    return account;
  }

  void startLoad(Scenario scenario, String account, List<Integer> ports) {
    load.ask(
        "start",
        Map.of(
            "shape", scenario.shape().name(),
            "types", scenario.types(),
            "eventsPerRequest", scenario.eventsPerRequest(),
            "eventBytes", Plan.EVENT_BYTES,
            "producers", scenario.producers(),
            "perSecond", scenario.perSecond(),
            "ports", ports,
            "key", NodeProcess.KEY,
            "account", account));
  }

  static List<Integer> ports(Service service) {
    return service.nodes().stream().map(NodeProcess::port).toList();
  }

  /** Runs a scenario: warms up, measures, and waits until everything has arrived. */
  Measured run(Scenario scenario, int round, Service service, String account, int warm, int seconds)
      throws SQLException, InterruptedException, IOException {
    long arrivedBefore = receiver.ask("mark").get("events").asLong();
    settle();
    startLoad(scenario, account, ports(service));
    Thread.sleep(Duration.ofSeconds(warm));
    Snapshot from = snapshot(service);
    Thread.sleep(Duration.ofSeconds(seconds));
    Snapshot to = snapshot(service);
    double heap = heap(service);
    double resident = 0;
    for (NodeProcess node : service.nodes()) {
      resident += Usage.residentMegabytes(node.pid());
    }
    JsonNode ended = load.ask("stop");
    long answered =
        ended.get("accepted").asLong()
            - (scenario.hanging() ? ended.get("ofFirstType").asLong() : 0);
    long expected = answered * scenario.webhooks();
    long arrived = drain(arrivedBefore + expected) - arrivedBefore;
    double time = (to.nanos - from.nanos) / 1e9;
    double events = count(from.load, to.load, "accepted");
    double deliveries = count(from.receiver, to.receiver, "events");
    Map<String, Double> cpu = new LinkedHashMap<>();
    from.cpu.forEach(
        (process, before) ->
            cpu.put(process, (to.cpu.getOrDefault(process, 0.0) - before) * 1e6 / events));
    return new Measured(
        scenario.name(),
        round,
        events / time,
        deliveries / time,
        (events * scenario.deliveriesPerEvent() - deliveries)
            / (events * scenario.deliveriesPerEvent()),
        percentiles(to.load),
        percentiles(to.receiver),
        cpu,
        (cpu.getOrDefault("service", 0.0) + cpu.getOrDefault("database", 0.0))
            * events
            / 1e6
            / time,
        heap,
        resident,
        (to.statements - from.statements) / events,
        (to.walBytes - from.walBytes) / events,
        (to.databaseBytes - from.databaseBytes) / events,
        ended.get("refused").asLong() + ended.get("failed").asLong(),
        expected - arrived);
  }

  /** What was written before, wherever, is neither vacuumed nor flushed in anybody's time. */
  void settle() throws SQLException {
    for (String name :
        database.texts("postgres", "select datname from pg_database where datallowconn")) {
      database.run(name, "vacuum (analyze)");
    }
    database.run("postgres", "checkpoint");
  }

  /** Waits until so many events have arrived; how many did. */
  long drain(long expected) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_DRAIN.toNanos();
    long arrived = arrived();
    while (arrived < expected && System.nanoTime() < deadline) {
      Thread.sleep(50);
      arrived = arrived();
    }
    return arrived;
  }

  long arrived() {
    return receiver.ask("mark").get("events").asLong();
  }

  /** Megabytes of the heap of all nodes that are in use, garbage included. */
  static double heap(Service service) throws InterruptedException {
    double bytes = 0;
    for (NodeProcess node : service.nodes()) {
      bytes +=
          node.get("/q/metrics")
              .lines()
              .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
    }
    return bytes / 1_048_576;
  }

  /** Megabytes of the heap that are in use, after a collection. */
  static double liveHeap(Service service) throws IOException, InterruptedException {
    for (NodeProcess node : service.nodes()) {
      Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
      new ProcessBuilder(
              java.resolveSibling("jcmd").toString(), Long.toString(node.pid()), "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
    return heap(service);
  }

  double databaseCpuSeconds() throws IOException {
    return Usage.cpuSecondsWithChildren(database.pid());
  }

  /** The statements that took most, since the last time. */
  List<String> topStatements(String name) throws SQLException {
    List<String> top =
        database
            .texts(
                "postgres",
                """
                select lpad(round(total_exec_time)::text, 8) || ' ms  ' || calls || ' calls  ' || rows || ' rows  '
                       || left(regexp_replace(query, '\\s+', ' ', 'g'), 90)
                from pg_stat_statements s join pg_database d on d.oid = s.dbid
                where d.datname = '%s'
                order by total_exec_time desc limit 8
                """
                    .formatted(name))
            .stream()
            .sorted((a, b) -> b.compareTo(a))
            .collect(Collectors.toList());
    database.run("postgres", "select pg_stat_statements_reset()");
    return top;
  }

  private Snapshot snapshot(Service service) throws SQLException, IOException {
    Map<String, Double> cpu = new LinkedHashMap<>();
    double nodes = 0;
    for (NodeProcess node : service.nodes()) {
      nodes += Usage.cpuSeconds(node.pid());
    }
    cpu.put("service", nodes);
    cpu.put("database", databaseCpuSeconds());
    cpu.put("load", Usage.cpuSeconds(load.pid()));
    cpu.put("receiver", Usage.cpuSeconds(receiver.pid()));
    return new Snapshot(
        System.nanoTime(),
        load.ask("mark"),
        receiver.ask("mark"),
        cpu,
        database.number("postgres", "select sum(calls) from pg_stat_statements"),
        database.number("postgres", "select pg_current_wal_lsn() - '0/0'::pg_lsn"),
        database.number("postgres", "select pg_database_size('" + service.database() + "')"));
  }

  private static double count(JsonNode from, JsonNode to, String what) {
    return to.get(what).asDouble() - from.get(what).asDouble();
  }

  private static Latency.Percentiles percentiles(JsonNode counted) {
    return Commands.JSON.convertValue(counted.get("latency"), Latency.Percentiles.class);
  }

  @Override
  public void close() {
    load.close();
    receiver.close();
    database.stop();
  }
}
