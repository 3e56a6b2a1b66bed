package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.Receiver.Got;
import io.kurier.support.ServerDatabase;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bad receivers: what they get they get in the end, and they hurt nobody else. */
class ReceiversIT {

  private static final int EVENTS = Extent.of("events", 40);
  private static final int FLOOD = Extent.of("flood", 4_000);

  private static final String PATIENT =
      """
      , "delivery": {"timeout": "PT1S", "maxInFlight": 4, "retry": [%s]}
      """
          .formatted(String.join(", ", Collections.nCopies(16, "\"PT0.2S\"")));

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  /** What each does every other time. */
  private static Map<String, Answer> misdeeds() {
    Map<String, Answer> misdeeds = new LinkedHashMap<>();
    misdeeds.put("/error", Answer.of(500, "no"));
    misdeeds.put("/busy", Answer.with(503, "Retry-After", "1"));
    misdeeds.put("/reset", Answer.reset());
    misdeeds.put("/middle", Answer.resetInTheMiddle());
    misdeeds.put("/hang", Answer.hang());
    misdeeds.put("/drip", Answer.drip());
    misdeeds.put("/late", Answer.late(1_500, 200));
    return misdeeds;
  }

  @Test
  void aReceiverThatIsGoodEveryOtherTimeGetsEverything() throws Exception {
    try (Trial trial = new Trial(DATABASE, "receivers")) {
      Map<String, Answer> misdeeds = misdeeds();
      Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
      trial
          .receiver()
          .answer(
              got -> {
                int turn =
                    turns
                        .computeIfAbsent(got.path(), path -> new AtomicInteger())
                        .getAndIncrement();
                Answer misdeed = misdeeds.get(got.path());
                // "Later" is a pause of the whole webhook, after which requests begin one by one.
                int every = got.path().equals("/busy") ? 8 : 2;
                if (misdeed != null && turn % every == 0) {
                  return misdeed;
                }
                trial.arrivals().note(got);
                return switch (got.path()) {
                  // Says that it is acknowledged, and does not stop talking.
                  case "/flood" -> Answer.flood();
                  // Closes at the moment at which the connection is to be used again.
                  case "/close" -> Answer.thenClose(200);
                  default -> Answer.of(200, "{}");
                };
              });
      NodeProcess node = trial.start();
      List<String> paths = new ArrayList<>(misdeeds.keySet());
      paths.addAll(List.of("/flood", "/close"));
      for (String path : paths) {
        node.createWebhook(trial.receiver().url(path), PATIENT);
      }
      Set<String> accepted = new HashSet<>();
      for (int i = 0; i < EVENTS; i++) {
        node.post("/v1/events", event("contact_added", "e" + i), 202);
        accepted.add("e" + i);
      }
      Trial.Result result = trial.settle(accepted, paths.toArray(String[]::new));
      for (String outcome : List.of("acknowledged", "refused", "timed_out", "unreachable")) {
        assertTrue(
            trial.count("select count(*) from attempt where outcome = '" + outcome + "'") > 0,
            outcome);
      }
      trial.report("6. nine receivers, each bad in its own way", result, "–");
    }
  }

  private static String event(String type, String id) {
    return "{\"type\":\"%s\",\"n\":\"%s\"}".formatted(type, id);
  }

  private static String events(int count, IntFunction<String> event) {
    StringBuilder events = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      events.append(i == 0 ? "" : ",").append(event.apply(i));
    }
    return events.append("]").toString();
  }

  @Test
  void nineReceiversGetEverythingWhileTheTenthHangs() throws Exception {
    try (Trial trial = new Trial(DATABASE, "isolated")) {
      trial
          .receiver()
          .answer(
              got ->
                  got.path().equals("/hanging")
                      ? Answer.hang()
                      : trial.arrivals().acknowledge(got));
      NodeProcess node = trial.start();
      node.createWebhook(trial.receiver().url("/hanging"), "contact_removed_link", "");
      for (String type : Trial.TYPES) {
        node.createWebhook(trial.receiver().url("/" + type), type, "");
      }
      int rounds = FLOOD / 1_000;
      for (int round = 0; round < rounds; round++) {
        int first = round * 1_000;
        node.post(
            "/v1/events",
            events(
                1_000,
                i ->
                    event(
                        i % 2 == 0 ? "contact_removed_link" : Trial.TYPES.get((first + i) / 2 % 9),
                        "e" + (first + i))),
            202);
      }
      int good = rounds * 500;
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  Trial.TYPES.stream()
                          .mapToInt(type -> trial.arrivals().at("/" + type).size())
                          .sum()
                      == good);
      assertEquals(0, trial.count("select count(*) from attempt where outcome = 'refused'"));
      assertEquals(Set.of(), trial.arrivals().at("/hanging"));
      // It comes back, and gets what it missed.
      long back = System.nanoTime();
      trial.receiver().answer(trial.arrivals()::acknowledge);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> trial.arrivals().at("/hanging").size() == good);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> trial.count("select count(*) from delivery") == 0);
      trial.report(
          "7. one of ten receivers hangs, and comes back",
          new Trial.Result(2 * good, 0, trial.arrivals().duplicates("/hanging")),
          Trial.seconds(System.nanoTime() - back));
    }
  }

  @Test
  void anAccountIsNotStarvedByAnotherThatFloods() throws Exception {
    try (Trial trial = new Trial(DATABASE, "accounts")) {
      NodeProcess node = trial.start();
      node.as("big").createWebhook(trial.receiver().url("/big"), "");
      node.as("small").createWebhook(trial.receiver().url("/small"), "");
      Flood flood = new Flood(node.as("big"), 4);
      await().until(() -> flood.accepted() >= FLOOD);
      long slowest = 0;
      for (int i = 0; i < 20; i++) {
        String id = "s" + i;
        long sent = System.nanoTime();
        node.as("small").post("/v1/events", event("contact_added", id), 202);
        await()
            .atMost(Duration.ofSeconds(10))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> trial.arrivals().at("/small").contains(id));
        slowest = Math.max(slowest, System.nanoTime() - sent);
      }
      flood.end();
      assertEquals(20, trial.arrivals().at("/small").size());
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> trial.arrivals().at("/big").size() >= flood.accepted());
      trial.report(
          "7. an account beside one that floods (slowest of its events)",
          new Trial.Result(flood.accepted() + 20, 0, 0),
          Trial.seconds(slowest));
    }
  }

  /** A URL is no proof that its host wants requests, and other hosts need the node's places too. */
  @Test
  void aDestinationGetsNoMoreRequestsAtATimeThanItMay() throws Exception {
    int most = 60;
    int unproven = 16;
    // One account alone would get two thirds, two of them together get more.
    int least = 40;
    int webhooks = 10;
    int events = 20;
    try (Trial trial = new Trial(DATABASE, "destination");
        Gate gate = new Gate()) {
      trial.receiver().answer(gate::hold);
      NodeProcess node =
          trial.start(
              setup -> setup.with("KURIER_REQUESTS_PER_DESTINATION", Integer.toString(most)));
      for (String account : List.of("one", "other")) {
        for (int i = 0; i < webhooks; i++) {
          node.as(account)
              .createWebhook(
                  trial.receiver().url("/"),
                  ",\"delivery\":{\"timeout\":\"PT30S\",\"maxInFlight\":100}");
        }
        node.as(account)
            .post("/v1/events", events(events, i -> event("contact_added", account + i)), 202);
      }
      await().until(() -> node.metric("kurier_buffered_deliveries") == 2 * webhooks * events);
      await().until(() -> gate.held() == unproven);
      assertEquals(unproven, gate.mostHeld());
      gate.letGo(1);
      await().until(() -> gate.held() > least);
      assertTrue(gate.mostHeld() <= most, "at a time " + gate.mostHeld());
      gate.open();
      await().until(() -> gate.passed() == 2 * webhooks * events);
      assertTrue(gate.mostHeld() <= most, "at a time " + gate.mostHeld());
    }
  }

  /** Keeps requests unanswered, for as long as it is closed. */
  private static final class Gate implements AutoCloseable {

    // All guarded by this.
    private final ArrayDeque<HttpServerRequest> held = new ArrayDeque<>();
    private int mostHeld;
    private int passed;
    private boolean isOpen;

    Answer hold(Got got) {
      return (request, vertx) -> onArrived(request);
    }

    private synchronized void onArrived(HttpServerRequest request) {
      held.add(request);
      mostHeld = Math.max(mostHeld, held.size());
      if (isOpen) {
        letGo(1);
      }
    }

    synchronized void letGo(int count) {
      for (int i = 0; i < count; i++) {
        held.remove().response().setStatusCode(200).end();
        passed++;
      }
    }

    synchronized void open() {
      isOpen = true;
      letGo(held.size());
    }

    synchronized int held() {
      return held.size();
    }

    synchronized int mostHeld() {
      return mostHeld;
    }

    synchronized int passed() {
      return passed;
    }

    @Override
    public void close() {
      open();
    }
  }

  /** Posts arrays of events as fast as they are taken. */
  private static final class Flood {

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    Flood(NodeProcess node, int producers) {
      for (int i = 0; i < producers; i++) {
        threads.add(Thread.ofVirtual().start(() -> flood(node)));
      }
    }

    int accepted() {
      return accepted.get();
    }

    private void flood(NodeProcess node) {
      while (running) {
        int first = next.getAndAdd(500);
        try {
          int status =
              node.answer("/v1/events", events(500, i -> event("contact_added", "b" + (first + i))))
                  .statusCode();
          if (status == 202) {
            accepted.addAndGet(500);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    void end() throws InterruptedException {
      running = false;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }
}
