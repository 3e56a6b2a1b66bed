package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.ServerDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One of ten receivers hangs and gets half of the traffic: what that costs the other nine, at a
 * load that is the same for them with it and without. Only in the long form, since it measures; in
 * turns, of which the middle ones are compared, since a disk that stalls for a second would decide
 * one of them.
 */
@EnabledIfSystemProperty(named = "endurance", matches = "true")
class IsolationIT {

  private static final String HANGING = "contact_removed_link";
  private static final int PER_SECOND = Extent.of("rate", 400);
  private static final int SECONDS = Extent.of("isolation", 120);
  private static final int TURNS = Extent.of("turns", 5);

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final Map<String, Long> nanos = new ConcurrentHashMap<>();

  private record Measured(int arrived, double p99Millis) {}

  @Test
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
      assertTrue(middle(with) < middle(without) * 2, with + " against " + without);
      assertEquals(0, trial.count("select count(*) from failed_delivery"));
    }
  }

  private static int arrived(List<Measured> turns) {
    return turns.stream().mapToInt(Measured::arrived).sum();
  }

  private static String p99s(List<Measured> turns) {
    return turns.stream()
        .map(turn -> "%.1f".formatted(turn.p99Millis()))
        .collect(Collectors.joining(", "));
  }

  private static double middle(List<Measured> turns) {
    return turns.stream()
        .mapToDouble(Measured::p99Millis)
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
    HttpRequest request =
        node.request("/v1/events")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"type\":\"%s\",\"n\":\"%s\"}".formatted(type, id)))
            .build();
    var _ = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
  }
}
