package io.kurier.failure;

import io.kurier.support.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Producers that post an event when the one before was answered, and remember each id that was
 * answered 202. One that is refused or cut off goes on a little later, at the next node, with
 * another event.
 */
final class Producers implements AutoCloseable {

  private static final long LITTLE = Duration.ofMillis(20).toNanos();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final List<URI> targets;
  private final long pauseNanos;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> otherAnswers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean running = true;

  /** As fast as they are answered. */
  Producers(int count, NodeProcess... nodes) {
    this(count, Duration.ZERO, nodes);
  }

  /** With a pause after each answer. */
  Producers(int count, Duration pause, NodeProcess... nodes) {
    pauseNanos = pause.toNanos();
    targets = List.of(nodes).stream().map(node -> node.uri("/v1/events")).toList();
    List<Runnable> loops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int first = i;
      loops.add(() -> loop(first));
    }
    loops.forEach(threads::execute);
  }

  /** The events that the service promised to keep. */
  Set<String> accepted() {
    return accepted;
  }

  /** The events of which the service said that it does not keep them. */
  Set<String> refused() {
    return refused;
  }

  /** The events of which the service said nothing: the connection failed. */
  Set<String> unanswered() {
    return unanswered;
  }

  /** Answers other than 202, and 429 and 503 with {@code Retry-After}. */
  Set<String> otherAnswers() {
    return otherAnswers;
  }

  @Override
  public void close() {
    running = false;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(90, TimeUnit.SECONDS)) {
        throw new AssertionError("a producer was never answered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop(int first) {
    int target = first;
    while (running) {
      String id = "e" + next.incrementAndGet();
      try {
        HttpResponse<String> answer =
            http.send(
                request(targets.get(target % targets.size()), id),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 202) {
          accepted.add(id);
          LockSupport.parkNanos(pauseNanos);
          continue;
        }
        refused.add(id);
        boolean polite =
            (answer.statusCode() == 503 || answer.statusCode() == 429)
                && answer.headers().firstValue("Retry-After").isPresent();
        if (!polite) {
          otherAnswers.add(answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        unanswered.add(id);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      target++;
      LockSupport.parkNanos(LITTLE);
    }
  }

  private static HttpRequest request(URI target, String id) {
    return HttpRequest.newBuilder(target)
        .header("Authorization", "Bearer " + NodeProcess.KEY)
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"type\":\"contact_added\",\"n\":\"" + id + "\"}"))
        .build();
  }
}
