package io.kurier.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The receivers: each path is one, acknowledges and counts; what is below {@code /hang} hangs. */
final class ReceiverWorker {

  private final int eventBytes;
  private final Latency latency = new Latency();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();

  private record Counted(long events, long requests, Latency.Percentiles latency) {}

  private ReceiverWorker(int eventBytes) {
    this.eventBytes = eventBytes;
  }

  public static void main(String[] args) throws Exception {
    ReceiverWorker receiver = new ReceiverWorker(Plan.EVENT_BYTES);
    HttpServer server =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
            .createHttpServer(new HttpServerOptions().setAcceptBacklog(4_096))
            .requestHandler(receiver::onRequest)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    Commands.serve(
        Map.of(
            "port", order -> server.actualPort(),
            "mark", order -> receiver.counted()));
  }

  private void onRequest(HttpServerRequest request) {
    if (request.path().startsWith("/hang")) {
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              request.response().end();
              count(body);
            });
  }

  private void count(Buffer buffer) {
    byte[] body = buffer.getBytes();
    long now = System.nanoTime();
    int count = Payload.count(body, eventBytes);
    for (int i = 0; i < count; i++) {
      latency.record(now - Payload.sentAt(body, i, eventBytes));
    }
    events.addAndGet(count);
    requests.incrementAndGet();
  }

  private Counted counted() {
    return new Counted(events.get(), requests.get(), latency.take());
  }
}
