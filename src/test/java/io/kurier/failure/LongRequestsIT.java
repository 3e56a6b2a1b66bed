package io.kurier.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.ServerDatabase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the longest requests of one account cost the others: small events of another account and the
 * probes of the platform are answered as always, while one and then four of them at once are read,
 * in a heap of 512 MB whose exhaustion would end the node. What is promised is a p99 of 250 ms and
 * probes within 100 ms; the limits here leave room for a machine that is busy with other things.
 */
class LongRequestsIT {

  private static final int BYTES = 5 * 1024 * 1024;
  private static final int AT_ONCE = 4;

  /** So many connections are surely on each of the event loops. */
  private static final int OTHERS = 12;

  private static final int WARM = 1_000;

  private static final Duration P99 = Duration.ofSeconds(1);
  private static final Duration PROBES = Duration.ofMillis(500);

  private static final String EVENT = "{\"type\":\"contact_added\"}";

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  /**
   * A request that takes long.
   *
   * @param key an idempotency key, under which it is sent again; null where it has none
   */
  private record LongRequest(
      String contentType, String body, @Nullable String key, List<Integer> answers) {

    LongRequest(String contentType, String body, List<Integer> answers) {
      this(contentType, body, null, answers);
    }
  }

  @Test
  void othersDoNotNoticeTheLongestRequests() throws Exception {
    try (Trial trial = new Trial(DATABASE, "long_requests");
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      NodeProcess node = trial.start();
      NodeProcess flooding = node.as("flooding");
      createTypes(flooding);
      createWebhooks(flooding, trial.receiver());
      try (Others others = new Others(http, node)) {
        others.warmUp();
        for (Map.Entry<String, LongRequest> each : requests().entrySet()) {
          // What it needs is loaded and compiled then.
          send(http, flooding, each.getValue());
          others.begin();
          send(http, flooding, each.getValue());
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> four = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
              four.add(
                  () -> {
                    send(http, flooding, each.getValue());
                    return null;
                  });
            }
            for (Future<Void> sent : threads.invokeAll(four)) {
              sent.get();
            }
          }
          others.end(trial, each.getKey());
        }
      }
      assertTrue(node.isAlive());
      assertEquals(0, node.log().stream().filter(line -> line.contains("OutOfMemory")).count());
      assertEquals(0, node.log().stream().filter(line -> line.contains("database.away")).count());
    }
  }

  /** References that double at each level: a schema of a few hundred bytes that takes long. */
  private static void createTypes(NodeProcess node) throws InterruptedException {
    StringBuilder defs = new StringBuilder();
    for (int level = 0; level < 14; level++) {
      String next = "{\"$ref\":\"#/$defs/" + (level + 1) + "\"}";
      defs.append("\"%d\":{\"allOf\":[%s,%s]},".formatted(level, next, next));
    }
    createType(
        node, "long_check", "{\"$defs\":{%s\"14\":true},\"$ref\":\"#/$defs/0\"}".formatted(defs));
    createType(
        node,
        "many_errors",
        "{\"properties\":{\"x\":{\"items\":{\"type\":\"string\",\"minimum\":7,\"maximum\":0}}}}");
  }

  private static void createWebhooks(NodeProcess node, Receiver receiver)
      throws InterruptedException {
    createType(node, "wanted", "true");
    for (int i = 0; i < 10; i++) {
      node.createWebhook(receiver.url("/" + i), "wanted", ", \"batching\": {\"enabled\": true}");
    }
  }

  private static void createType(NodeProcess node, String type, String schema)
      throws InterruptedException {
    node.post(
        "/v1/event-types",
        "{\"type\":\"%s\",\"labels\":{\"en\":\"x\"},\"enforce\":true,\"schema\":%s}"
            .formatted(type, schema),
        201);
  }

  private static Map<String, LongRequest> requests() {
    String lines = "application/x-ndjson";
    String json = "application/json";
    String batch = "application/cloudevents-batch+json";
    Map<String, LongRequest> all = new LinkedHashMap<>();
    all.put("2.6 million lines", new LongRequest(lines, repeat("x\n", BYTES), List.of(413)));
    all.put(
        "50,000 broken lines",
        new LongRequest(lines, repeat(line(100, "}}\n"), 50_000 * 100), List.of(422)));
    all.put(
        "50,000 lines",
        new LongRequest(lines, repeat(line(100, "}\n"), 50_000 * 100), List.of(202, 429)));
    all.put("50,000 lines with ids", new LongRequest(lines, withIds(), List.of(202, 429)));
    all.put(
        "50,000 lines with a key, again and again",
        new LongRequest(
            lines, repeat(line(100, "}\n"), 50_000 * 100), "key", List.of(202, 409, 429)));
    all.put(
        "1,000 long checks",
        new LongRequest(json, array("{\"type\":\"long_check\"}", 1_000), List.of(413)));
    all.put(
        "20 events of 128,000 errors",
        new LongRequest(
            json,
            array("{\"type\":\"many_errors\",\"x\":[0" + ",0".repeat(128_000) + "]}", 20),
            List.of(413, 422)));
    all.put(
        "12,000 lines of an enforced schema that are wrong",
        new LongRequest(
            lines,
            repeat("{\"type\":\"many_errors\",\"x\":[" + "0,".repeat(190) + "0]}\n", BYTES),
            List.of(413, 422)));
    all.put(
        "1,000 events of 5 kB",
        new LongRequest(
            json,
            array("{\"type\":\"contact_added\",\"x\":\"" + "x".repeat(5_000) + "\"}", 1_000),
            List.of(202, 429)));
    all.put(
        "2.6 million elements",
        new LongRequest(json, "[" + repeat("0,", BYTES - 4) + "0]", List.of(422)));
    all.put(
        "a CloudEvent of attributes",
        new LongRequest(batch, "[{" + repeat("\"A\":0,", BYTES - 10) + "\"A\":0}]", List.of(413)));
    // The last one: its deliveries go on after it.
    all.put(
        "1,000 events for 10 webhooks",
        new LongRequest(json, array("{\"type\":\"wanted\"}", 1_000), List.of(202, 429)));
    return all;
  }

  private static String line(int length, String end) {
    String begin = "{\"type\":\"contact_added\",\"x\":\"";
    return begin + "x".repeat(length - begin.length() - 1 - end.length()) + '"' + end;
  }

  private static String withIds() {
    return IntStream.range(0, 50_000)
        .mapToObj("{\"type\":\"contact_added\",\"id\":\"%d\"}\n"::formatted)
        .collect(Collectors.joining());
  }

  private static String array(String event, int count) {
    return "[" + event + ("," + event).repeat(count - 1) + "]";
  }

  private static String repeat(String part, int bytes) {
    return part.repeat(bytes / part.length());
  }

  private static void send(HttpClient http, NodeProcess node, LongRequest request)
      throws IOException, InterruptedException {
    HttpRequest.Builder given =
        node.request("/v1/events")
            .header("Content-Type", request.contentType())
            .POST(BodyPublishers.ofString(request.body()));
    if (request.key() != null) {
      given.header("Idempotency-Key", request.key());
    }
    HttpResponse<String> answer = http.send(given.build(), HttpResponse.BodyHandlers.ofString());
    assertTrue(
        request.answers().contains(answer.statusCode()),
        answer.statusCode() + answer.body().substring(0, Math.min(500, answer.body().length())));
  }

  /** Another account's producers, and a platform that probes. */
  private static final class Others implements AutoCloseable {

    private final Callers callers;
    private final Callers.Times events;
    private final Callers.Times probes;

    Others(HttpClient http, NodeProcess node) {
      callers = new Callers(() -> http, Duration.ofMillis(10));
      HttpRequest event =
          node.as("small")
              .request("/v1/events")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(EVENT))
              .build();
      events = callers.call(event, 202, OTHERS);
      probes = callers.call(node.request("/q/health/live").GET().build(), 200, OTHERS);
    }

    void warmUp() {
      callers.warmUp(WARM);
    }

    void begin() {
      callers.begin();
    }

    void end(Trial trial, String name) {
      callers.assertNoneFailed();
      long ofEvents = events.millis(0.99);
      long ofProbes = probes.millis(0.99);
      trial.report(
          "10. others during %s: events p99 %d ms, probes p99 %d ms, at most %d ms"
              .formatted(name, ofEvents, ofProbes, probes.millis(1)),
          new Trial.Result(events.count(), 0, 0),
          "–");
      assertTrue(ofEvents < P99.toMillis(), name + ": " + ofEvents + " ms");
      assertTrue(ofProbes < PROBES.toMillis(), name + ": " + ofProbes + " ms");
    }

    @Override
    public void close() {
      callers.close();
    }
  }
}
