package io.kurier.failure;

import io.kurier.support.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Producers that post events as fast as they are answered, and remember each id that was answered
 * 202.
 */
final class Producers implements AutoCloseable {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI events;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Set<Integer> otherAnswers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean running = true;

  Producers(int count, URI events) {
    this.events = events;
    List<Runnable> loops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      loops.add(this::loop);
    }
    loops.forEach(threads::execute);
  }

  /** The events that the service promised to keep. */
  Set<String> accepted() {
    return accepted;
  }

  /** Statuses other than 202 that were answered. */
  Set<Integer> otherAnswers() {
    return otherAnswers;
  }

  @Override
  public void close() {
    running = false;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new AssertionError("a producer was never answered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (running) {
      String id = "e" + next.incrementAndGet();
      HttpRequest request =
          HttpRequest.newBuilder(events)
              .header("Authorization", "Bearer " + NodeProcess.KEY)
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"type\":\"contact_added\",\"n\":\"" + id + "\"}"))
              .build();
      try {
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status == 202) {
          accepted.add(id);
        } else {
          otherAnswers.add(status);
        }
      } catch (IOException e) {
        // Not answered, so nothing was promised.
        Thread.onSpinWait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
