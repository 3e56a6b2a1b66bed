package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.ServerDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a bad neighbour costs the others. Whatever accounts do that want all of a node for
 * themselves, the events of another one arrive within a second. In the long form it is also
 * measured what a bad receiver costs the other webhooks of its account: one of ten hangs and gets
 * half of the traffic, at a load that is the same for the other nine with it and without; and one
 * of ten is slow, while producers bring more than the node can do. In turns, of which the middle
 * ones are compared, since a disk that stalls for a second would decide one of them.
 */
class IsolationIT {

  private static final String HANGING = "contact_removed_link";
  private static final int PER_SECOND = Extent.of("rate", 400);
  private static final int SECONDS = Extent.of("isolation", 120);
  private static final int TURNS = Extent.of("turns", 5);
  private static final int PRODUCERS = 64;

  /**
   * What is promised is a second, which is measured in the long form; in the short one the machine
   * may be busy with other things. Without shares it is a wave of slow requests, or several.
   */
  private static final Duration WORST = Duration.ofSeconds(Extent.isLong() ? 1 : 3);

  private static final Duration BUSY = Extent.seconds("busy", 20);

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final Map<String, Long> nanos = new ConcurrentHashMap<>();

  private record Measured(int arrived, double p99Millis) {}

  @Test
  @EnabledIfSystemProperty(named = "endurance", matches = "true")
  void nineReceiversDoNotNoticeThatTheTenthHangs() throws Exception {
    try (Trial trial = new Trial(DATABASE, "isolation")) {
      trial
          .receiver()
          .answer(
              got -> {
                if (got.path().equals("/" + HANGING)) {
                  return Answer.hang();
                }
                long now = System.nanoTime();
                for (String id : Arrivals.ids(got)) {
                  nanos.put(id, now - sentAt.getOrDefault(id, now));
                }
                return trial.arrivals().acknowledge(got);
              });
      NodeProcess node = trial.start();
      node.createWebhook(trial.receiver().url("/" + HANGING), HANGING, "");
      for (String type : Trial.TYPES) {
        node.createWebhook(trial.receiver().url("/" + type), type, "");
      }
      drive(node, "w-", false, SECONDS);
      List<Measured> without = new ArrayList<>();
      List<Measured> with = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        without.add(drive(node, "a%d-".formatted(turn), false, SECONDS));
        with.add(drive(node, "b%d-".formatted(turn), true, SECONDS));
      }
      trial.report(
          "7. nine of ten while one hangs: %d → %d arrived, p99 %s → %s ms"
              .formatted(arrived(without), arrived(with), p99s(without), p99s(with)),
          new Trial.Result(arrived(with), 0, 0),
          "–");
      assertTrue(arrived(with) >= arrived(without) * 0.95, with + " against " + without);
      assertTrue(middle(p99(with)) < middle(p99(without)) * 2, with + " against " + without);
      assertEquals(0, trial.count("select count(*) from failed_delivery"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAccountDoesNotNoticeItsNeighbours(Neighbour neighbour) throws Exception {
    assumeTrue(Extent.isLong() || neighbour.isShort());
    play(neighbour, 1);
  }

  @Test
  void anAccountDoesNotNoticeItsNeighboursOnTwoNodes() throws Exception {
    play(Neighbour.SLOW, 2);
  }

  private void play(Neighbour neighbour, int nodes) throws Exception {
    String name = "neighbour_%s_%d".formatted(neighbour.name().toLowerCase(Locale.ROOT), nodes);
    try (Trial trial = new Trial(DATABASE, name)) {
      NodeProcess[] started = new NodeProcess[nodes];
      for (int i = 0; i < nodes; i++) {
        // The receivers of all accounts are on one host.
        started[i] = trial.start(setup -> setup.with("KURIER_REQUESTS_PER_DESTINATION", "10000"));
      }
      try (Good good = new Good(started);
          Neighbour.Belongings belongings = new Neighbour.Belongings()) {
        good.live(Duration.ofSeconds(3));
        neighbour.begin(belongings, started);
        good.live(Extent.seconds("neighbour", 8));
        assertEquals(200, good.watch());
        double most = 0;
        for (NodeProcess node : started) {
          most = Math.max(most, neighbour.most(node));
        }
        trial.report(
            "7c. an account beside %s on %d: worst %d ms, they had %.0f"
                .formatted(neighbour, nodes, good.worst().toMillis(), most),
            new Trial.Result(good.count(), 0, 0),
            "–");
        assertTrue(good.worst().compareTo(WORST) < 0, neighbour + " " + good);
        assertTrue(most >= neighbour.atLeast(), neighbour + " had " + most);
      }
    }
  }

  /** Producers wait for a busy node and not for a receiver: else all would go at its pace. */
  @Test
  @EnabledIfSystemProperty(named = "endurance", matches = "true")
  void nineReceiversOfABusyNodeDoNotNoticeThatTheTenthIsSlow() throws Exception {
    try (Trial trial = new Trial(DATABASE, "slow")) {
      trial
          .receiver()
          .answer(
              got ->
                  got.path().equals("/" + HANGING)
                      ? Answer.late(500, 200)
                      : trial.arrivals().acknowledge(got));
      NodeProcess node = trial.start();
      node.createWebhook(trial.receiver().url("/" + HANGING), HANGING, "");
      for (String type : Trial.TYPES) {
        node.createWebhook(trial.receiver().url("/" + type), type, "");
      }
      List<String> ten = new ArrayList<>(Trial.TYPES);
      ten.add(HANGING);
      flood(trial, node, "w-", ten);
      List<Integer> without = new ArrayList<>();
      List<Integer> with = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        // The tenth takes its part of the node too.
        without.add(flood(trial, node, "a%d-".formatted(turn), Trial.TYPES) * 9 / 10);
        with.add(flood(trial, node, "b%d-".formatted(turn), ten));
      }
      trial.report(
          "7b. nine of ten of a busy node while one is slow: %s → %s arrived in %d s"
              .formatted(without, with, BUSY.toSeconds()),
          new Trial.Result(with.stream().mapToInt(count -> count).sum(), 0, 0),
          "–");
      assertTrue(middle(with) >= middle(without) * 0.7, with + " against " + without);
      assertEquals(0, trial.count("select count(*) from failed_delivery"));
    }
  }

  /**
   * Posts as fast as producers are answered, and waits until the nine have got what was accepted;
   * how many of it they had got when the producers stopped.
   */
  private int flood(Trial trial, NodeProcess node, String round, List<String> types)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger accepted = new AtomicInteger();
    long end = System.nanoTime() + BUSY.toNanos();
    try (ExecutorService producers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PRODUCERS; i++) {
        producers.execute(
            () -> {
              while (System.nanoTime() < end) {
                int number = next.incrementAndGet();
                String type = types.get(number % types.size());
                int status =
                    http.sendAsync(
                            request(node, type, round + number),
                            HttpResponse.BodyHandlers.discarding())
                        .join()
                        .statusCode();
                if (status == 202 && !type.equals(HANGING)) {
                  accepted.incrementAndGet();
                }
              }
            });
      }
    }
    int meanwhile = arrived(trial, round);
    await()
        .atMost(BUSY.plusSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> arrived(trial, round) == accepted.get());
    return meanwhile;
  }

  private static int arrived(Trial trial, String round) {
    return Trial.TYPES.stream()
        .mapToInt(
            type ->
                (int)
                    trial.arrivals().at("/" + type).stream()
                        .filter(id -> id.startsWith(round))
                        .count())
        .sum();
  }

  private static int arrived(List<Measured> turns) {
    return turns.stream().mapToInt(Measured::arrived).sum();
  }

  private static List<Double> p99(List<Measured> turns) {
    return turns.stream().map(Measured::p99Millis).toList();
  }

  private static String p99s(List<Measured> turns) {
    return p99(turns).stream().map("%.1f"::formatted).collect(Collectors.joining(", "));
  }

  private static double middle(List<? extends Number> turns) {
    return turns.stream()
        .mapToDouble(Number::doubleValue)
        .sorted()
        .skip(turns.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  /** Posts at a fixed rate, whatever the answers; what arrived of the nine until just after. */
  private Measured drive(NodeProcess node, String round, boolean hanging, int seconds) {
    AtomicInteger next = new AtomicInteger();
    int ticks = seconds * 100;
    int perTick = PER_SECOND / 100;
    try (ScheduledExecutorService pace = Executors.newScheduledThreadPool(1)) {
      AtomicInteger tick = new AtomicInteger();
      var _ =
          pace.scheduleAtFixedRate(
              () -> {
                if (tick.incrementAndGet() > ticks) {
                  pace.shutdown();
                  return;
                }
                for (int i = 0; i < perTick; i++) {
                  int number = next.incrementAndGet();
                  post(node, Trial.TYPES.get(number % Trial.TYPES.size()), round + number);
                  if (hanging) {
                    post(node, HANGING, round + "h" + number);
                  }
                }
              },
              0,
              10,
              TimeUnit.MILLISECONDS);
      await().atMost(Duration.ofSeconds(2L * seconds + 10)).until(() -> tick.get() > ticks);
      pace.shutdownNow();
    }
    int sent = next.get();
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> arrived(round) >= sent * 0.95);
    long[] sorted =
        nanos.entrySet().stream()
            .filter(each -> each.getKey().startsWith(round))
            .mapToLong(Map.Entry::getValue)
            .sorted()
            .toArray();
    return new Measured(sorted.length, sorted[sorted.length * 99 / 100] / 1e6);
  }

  private long arrived(String round) {
    return nanos.keySet().stream().filter(id -> id.startsWith(round)).count();
  }

  private void post(NodeProcess node, String type, String id) {
    sentAt.put(id, System.nanoTime());
    var _ = http.sendAsync(request(node, type, id), HttpResponse.BodyHandlers.discarding());
  }

  private static HttpRequest request(NodeProcess node, String type, String id) {
    return node.request("/v1/events")
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"type\":\"%s\",\"n\":\"%s\"}".formatted(type, id)))
        .build();
  }
}
