package io.kurier.real;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Servers that Kurier's users have, all at once: each gets every event singly and in batches, while
 * it is reloaded, and while it closes connections that were used enough or idle too long. Each
 * event has to be acknowledged at the first try, on few connections.
 */
class OrdinaryServersIT {

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private static final String NAME = "ordinary_servers";

  private static final int RELOADS = 4;
  private static final int EVENTS_PER_RELOAD = 100;

  /** Around the time after which servers close idle connections: just before, then, just after. */
  private static final List<Duration> PAUSES =
      Stream.of(960, 980, 990, 995, 1_000, 1_005, 1_010, 1_020, 1_100)
          .map(Duration::ofMillis)
          .toList();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int IN_FLIGHT = 4;

  private static final String POLICY =
      ", \"delivery\": {\"maxInFlight\": %d, \"timeout\": \"PT20S\", \"retry\": [%s]}"
          .formatted(IN_FLIGHT, String.join(", ", Collections.nCopies(8, "\"PT1S\"")));

  private static final String BATCHING =
      ", \"batching\": {\"enabled\": true, \"maxEvents\": 10, \"maxWait\": \"PT0.1S\"}";

  private static final Map<String, Start> ALL = all();

  private interface Start {
    Software start(Bench bench) throws Missing;
  }

  private static Map<String, Start> all() {
    Map<String, Start> all = new LinkedHashMap<>();
    all.put("nginx", Nginx::new);
    all.put("apache", Apache::new);
    all.put("haproxy", Haproxy::new);
    all.put("caddy", Caddy::new);
    all.put("node", NodeServers::new);
    all.put("python", PythonServers::new);
    all.put("uvicorn", Uvicorn::new);
    all.put("go", GoServers::new);
    String only = System.getProperty("real.only", "");
    if (!only.isEmpty()) {
      all.keySet().retainAll(Set.of(only.split(",")));
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> deliverAtTheFirstTry() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    List<Software> running = new ArrayList<>();
    try (Bench bench = new Bench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<Software>> starts = new LinkedHashMap<>();
      ALL.forEach((name, start) -> starts.put(name, threads.submit(() -> start.start(bench))));
      try (NodeProcess node = NodeProcess.start(setup(bench))) {
        for (Map.Entry<String, Future<Software>> start : starts.entrySet()) {
          try {
            running.add(start.getValue().get());
          } catch (ExecutionException e) {
            tests.add(DynamicTest.dynamicTest(start.getKey(), () -> notThere(e)));
          }
        }
        List<Row> rows = run(bench.arrivals(), node, running);
        Report.write(rows);
        rows.forEach(row -> tests.add(DynamicTest.dynamicTest(row.site().title(), row::check)));
      } finally {
        running.forEach(Software::close);
      }
    }
    return tests.stream();
  }

  private static NodeProcess.Setup setup(Bench bench) throws Exception {
    return NodeProcess.Setup.of(DATABASE.create(NAME))
        .options(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-Djavax.net.ssl.trustStore=" + bench.keyStore().path(),
                "-Djavax.net.ssl.trustStorePassword=" + bench.keyStore().password()));
  }

  private static void notThere(ExecutionException why) {
    if (why.getCause() instanceof Missing missing) {
      abort(missing.toString());
    }
    throw new AssertionError(why);
  }

  private static List<Row> run(Arrivals arrivals, NodeProcess node, List<Software> running)
      throws Exception {
    List<Site> sites = running.stream().flatMap(each -> each.sites().stream()).toList();
    Map<Site, Set<String>> webhooks = new LinkedHashMap<>();
    for (Site site : sites) {
      webhooks.put(
          site,
          Set.of(
              node.createWebhook(site.url("single"), POLICY),
              node.createWebhook(site.url("batched"), POLICY + BATCHING)));
    }
    Set<String> sent = new TreeSet<>();
    for (int reload = 0; reload < RELOADS; reload++) {
      post(node, sent, EVENTS_PER_RELOAD / 2);
      // While the receivers are still at work on what has been posted.
      running.stream().filter(each -> !each.dropsNewRequests()).forEach(Software::reload);
      post(node, sent, EVENTS_PER_RELOAD / 2);
      awaitDelivered();
      running.stream().filter(Software::dropsNewRequests).forEach(Software::reload);
    }
    for (Duration pause : PAUSES) {
      post(node, sent, 1);
      awaitDelivered();
      LockSupport.parkNanos(pause.toNanos());
    }
    post(node, sent, EVENTS_PER_RELOAD);
    awaitDelivered();
    arrivals.read();
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<Site, Set<String>> each : webhooks.entrySet()) {
      rows.add(row(arrivals, sent, each.getKey(), each.getValue()));
    }
    return rows;
  }

  private static void post(NodeProcess node, Set<String> sent, int events) {
    for (int i = 0; i < events; i++) {
      String n = "e" + sent.size();
      // With an id of its own: it may be posted again where a busy node asks for that.
      String event = "{\"type\":\"contact_added\",\"id\":\"%s\",\"n\":\"%s\"}".formatted(n, n);
      await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> isKept(node, event));
      sent.add(n);
    }
  }

  /** False where the node is too busy just now, and asks to be asked again. */
  private static boolean isKept(NodeProcess node, String event) throws InterruptedException {
    int status = node.answer("/v1/events", event).statusCode();
    assertTrue(status == 202 || status == 429 || status == 503, "answered " + status);
    return status == 202;
  }

  /** Waits until nothing is open; what does not end in time shows in the table. */
  private static void awaitDelivered() {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> DATABASE.count(NAME, "select count(*) from delivery") == 0);
    } catch (ConditionTimeoutException e) {
      System.out.println("not all is delivered after " + PATIENCE);
    }
  }

  private static Row row(Arrivals arrivals, Set<String> sent, Site site, Set<String> webhooks)
      throws Exception {
    String single = site.path() + "/single";
    String batched = site.path() + "/batched";
    int requests = arrivals.requests(site.path());
    return new Row(
        site,
        sent.size(),
        arrivals.received(single),
        arrivals.received(batched),
        unacknowledged(webhooks),
        arrivals.duplicates(single) + arrivals.duplicates(batched),
        requests,
        arrivals.connections(site.path()),
        few(site, requests));
  }

  private static List<String> unacknowledged(Set<String> webhooks) throws Exception {
    return DATABASE
        .texts(
            NAME,
            """
            select concat_ws(' ', id, outcome, status, error) from attempt
            where outcome <> 'acknowledged' and webhook_id in ('%s')"""
                .formatted(String.join("', '", webhooks)))
        .stream()
        .map(each -> each.substring(each.indexOf(' ') + 1))
        .sorted()
        .toList();
  }

  /** Connections that are few, although 13 times all or most of them are closed. */
  private static int few(Site site, int requests) {
    return site.closesEach() ? requests : requests / 4;
  }
}
