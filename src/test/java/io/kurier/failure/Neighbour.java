package io.kurier.failure;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** What an account does that wants all of a node for itself. */
enum Neighbour {
  /** Two accounts whose receivers are slow. */
  SLOW(true, "requests", 1_000) {
    @Override
    void begin(Belongings its, NodeProcess... nodes) throws Exception {
      Receiver receiver = its.receiver(got -> Answer.late(SLOWLY.toMillis(), 200));
      createWebhooks(nodes[0].as("evil-1"), receiver, "");
      createWebhooks(nodes[0].as("evil-2"), receiver, "");
      post("evil-1", nodes);
      post("evil-2", nodes);
    }
  },
  /** One account alone, in batches. */
  SLOW_IN_BATCHES(false, "requests", 1_000) {
    @Override
    void begin(Belongings its, NodeProcess... nodes) throws Exception {
      Receiver receiver = its.receiver(got -> Answer.late(SLOWLY.toMillis(), 200));
      createWebhooks(
          nodes[0].as("evil-1"), receiver, ",\"batching\":{\"enabled\":true,\"maxEvents\":2}");
      post("evil-1", nodes);
    }
  },
  /** Answers that never end. */
  DRIPPING(false, "requests", 1_000) {
    @Override
    void begin(Belongings its, NodeProcess... nodes) throws Exception {
      Receiver receiver = its.receiver(got -> Answer.drip());
      createWebhooks(nodes[0].as("evil-1"), receiver, "");
      post("evil-1", nodes);
    }
  },
  /** More events than the node can take, for a receiver that is prompt. */
  FLOODING(true, "requests", 1) {
    @Override
    void begin(Belongings its, NodeProcess... nodes) throws Exception {
      Receiver receiver = its.receiver(got -> Answer.of(200, ""));
      nodes[0].as("evil-1").createWebhook(receiver.url("/"), "");
      String lines = "{\"type\":\"contact_added\"}\n".repeat(10_000);
      for (int i = 0; i < 8; i++) {
        its.run(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                send(nodes[0].as("evil-1"), "application/x-ndjson", lines);
              }
            });
      }
    }
  },
  /** All live streams, and bodies that never end. */
  HOLDING(true, "intake_bytes", 5_000_000) {
    @Override
    void begin(Belongings its, NodeProcess... nodes) throws Exception {
      NodeProcess node = nodes[0].as("evil-1");
      String id = node.createWebhook(its.receiver(got -> Answer.of(200, "")).url("/"), "");
      for (int i = 0; i < 110; i++) {
        its.open(node, "GET /v1/webhooks/" + id + "/attempts/stream HTTP/1.1", "\r\n");
      }
      for (int i = 0; i < 30; i++) {
        its.open(
            node,
            "POST /v1/events HTTP/1.1",
            "Content-Type: application/json\r\nContent-Length: 5000000\r\n\r\n{");
      }
    }
  };

  private static final Duration SLOWLY = Extent.seconds("slowly", 6);
  private static final int WEBHOOKS = 300;
  private static final int EVENTS = Extent.of("greed", 100);

  private final boolean isShort;
  private final String pool;
  private final int atLeast;

  Neighbour(boolean isShort, String pool, int atLeast) {
    this.isShort = isShort;
    this.pool = pool;
    this.atLeast = atLeast;
  }

  /** Whether it is played in {@code verify}. */
  boolean isShort() {
    return isShort;
  }

  /** What they are to hold at least where nobody else wants it. */
  int atLeast() {
    return atLeast;
  }

  abstract void begin(Belongings its, NodeProcess... nodes) throws Exception;

  /** What is used of the pool that they want. */
  double most(NodeProcess node) throws InterruptedException {
    return node.get("/q/metrics")
        .lines()
        .filter(line -> line.startsWith("kurier_pool_used{pool=\"" + pool + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void createWebhooks(NodeProcess node, Receiver receiver, String more)
      throws InterruptedException {
    for (int i = 0; i < WEBHOOKS; i++) {
      node.createWebhook(
          receiver.url("/" + i),
          ",\"delivery\":{\"timeout\":\"PT30S\",\"maxInFlight\":100}" + more);
    }
  }

  /** Events for all webhooks of an account, which become deliveries in a second or two. */
  private static void post(String account, NodeProcess... nodes) {
    List<CompletableFuture<?>> posted = new ArrayList<>();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < EVENTS; i++) {
        posted.add(
            http.sendAsync(
                nodes[i % nodes.length]
                    .as(account)
                    .request("/v1/events")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"type\":\"contact_added\"}"))
                    .build(),
                BodyHandlers.discarding()));
      }
      CompletableFuture.allOf(posted.toArray(CompletableFuture[]::new)).join();
    }
  }

  private static void send(NodeProcess node, String contentType, String body) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<Void> answer =
          http.send(
              node.request("/v1/events")
                  .header("Content-Type", contentType)
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.discarding());
      if (answer.statusCode() != 202 && answer.statusCode() != 429) {
        throw new IllegalStateException("answered by " + answer.statusCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a neighbour has open until it ends. */
  static final class Belongings implements Closeable {

    private final List<Closeable> opened = new ArrayList<>();

    private Receiver receiver(Function<Receiver.Got, Answer> script) {
      Receiver receiver = Receiver.forgetting(script);
      opened.add(receiver::close);
      return receiver;
    }

    private void run(Runnable work) {
      ExecutorService thread = Executors.newSingleThreadExecutor();
      opened.add(thread::shutdownNow);
      thread.execute(work);
    }

    /** Sends the beginning of a request, and keeps the connection. */
    private void open(NodeProcess node, String line, String headersAndMore) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
      opened.add(socket);
      socket
          .getOutputStream()
          .write(
              (line
                      + "\r\nHost: localhost\r\nAuthorization: Bearer "
                      + NodeProcess.KEY
                      + "\r\nKurier-Account: evil-1\r\n"
                      + headersAndMore)
                  .getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      for (Closeable each : opened.reversed()) {
        each.close();
      }
    }
  }
}
