package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Those who go on beside what is played: each sends its request again and again, and is timed. */
final class Callers implements AutoCloseable {

  /** Which client a request goes through. What this costs is not timed. */
  interface Clients {

    HttpClient next();

    /** The answer is there. */
    default void leave(HttpClient http) {}
  }

  /** How long the answers to a request took, since {@link Callers#begin}. */
  static final class Times {

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    int count() {
      return nanos.size();
    }

    /** So many milliseconds this part of them took at most; 1 for all. */
    long millis(double part) {
      long[] sorted = nanos.stream().mapToLong(each -> each).sorted().toArray();
      int last = Math.min(sorted.length - 1, (int) (sorted.length * part));
      return Duration.ofNanos(sorted[last]).toMillis();
    }
  }

  private final Clients clients;
  private final Duration pause;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final List<Times> all = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param pause between an answer and the next request of a caller
   */
  Callers(Clients clients, Duration pause) {
    this.clients = clients;
    this.pause = pause;
  }

  /** Some more callers, who begin at once. */
  Times call(HttpRequest request, int expected, int callers) {
    Times times = new Times();
    all.add(times);
    for (int i = 0; i < callers; i++) {
      threads.execute(() -> loop(request, expected, times));
    }
    return times;
  }

  private void loop(HttpRequest request, int expected, Times times) {
    try {
      while (running.get()) {
        HttpClient http = clients.next();
        long began = System.nanoTime();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        times.nanos.add(System.nanoTime() - began);
        clients.leave(http);
        assertEquals(expected, answer.statusCode(), answer.body());
        LockSupport.parkNanos(pause.toNanos());
      }
    } catch (IOException | UncheckedIOException | AssertionError e) {
      failures.add(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first requests of a virtual machine take longer than those that come later. */
  void warmUp(int calls) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> all.stream().allMatch(times -> times.count() > calls) || !failures.isEmpty());
  }

  /** What was timed before does not count. */
  void begin() {
    all.forEach(times -> times.nanos.clear());
  }

  void assertNoneFailed() {
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Override
  public void close() {
    running.set(false);
    threads.close();
  }
}
