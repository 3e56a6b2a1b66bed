package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An account that gets two events a second, and whose receiver is prompt. */
final class Good implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService pace = new ScheduledThreadPoolExecutor(1);
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final Map<String, Duration> took = new ConcurrentHashMap<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final NodeProcess[] nodes;
  private final Receiver receiver;
  private final String webhook;

  Good(NodeProcess... nodes) throws InterruptedException {
    this.nodes = nodes;
    this.receiver =
        Receiver.forgetting(
            got -> {
              long now = System.nanoTime();
              for (String id : Arrivals.ids(got)) {
                took.putIfAbsent(id, Duration.ofNanos(now - sentAt.getOrDefault(id, now)));
              }
              return Receiver.Answer.of(200, "");
            });
    this.webhook = nodes[0].as("good").createWebhook(receiver.url("/good"), "");
    for (NodeProcess node : nodes) {
      Trial.awaitMatching(1, node.as("good"));
    }
  }

  /** Gets its events for so long, and waits until the last one has arrived. */
  void live(Duration time) {
    int events = (int) (time.toMillis() / EVERY.toMillis());
    int before = sentAt.size();
    var posting = pace.scheduleAtFixedRate(this::post, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    await().atMost(time.plus(PATIENCE)).until(() -> sentAt.size() - before >= events);
    posting.cancel(false);
    await().atMost(PATIENCE).until(() -> took.size() + refused.get() == sentAt.size());
    assertEquals(0, refused.get());
  }

  /** The status with which the account can follow its requests live. */
  int watch() throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        http.send(
            nodes[0].as("good").request("/v1/webhooks/" + webhook + "/attempts/stream").build(),
            BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode();
  }

  /** The longest time from the posting of an event to its arrival. */
  Duration worst() {
    return took.values().stream().max(Duration::compareTo).orElseThrow();
  }

  int count() {
    return took.size();
  }

  private void post() {
    int number = sentAt.size();
    String id = "good-" + number;
    sentAt.put(id, System.nanoTime());
    var _ =
        http.sendAsync(
                nodes[number % nodes.length]
                    .as("good")
                    .request("/v1/events")
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"type\":\"contact_added\",\"n\":\"%s\"}".formatted(id)))
                    .build(),
                BodyHandlers.discarding())
            .whenComplete(
                (answer, failure) -> {
                  if (failure != null || answer.statusCode() != 202) {
                    refused.incrementAndGet();
                  }
                });
  }

  @Override
  public String toString() {
    return took.toString();
  }

  @Override
  public void close() {
    pace.shutdownNow();
    receiver.close();
  }
}
