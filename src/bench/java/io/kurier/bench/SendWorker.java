package io.kurier.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Limit 3: sends the requests that the service sends, signed, and waits for the answers. */
final class SendWorker {

  private static final long LONGEST_MILLIS = 60_000;
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], ALGORITHM);

  private final Vertx vertx = Vertx.vertx();

  private SendWorker() {}

  public static void main(String[] args) throws Exception {
    Commands.serve(Map.of("run", new SendWorker()::run));
  }

  private Object run(JsonNode order) throws InterruptedException {
    int together = order.get("together").asInt();
    int inFlight = order.get("inFlight").asInt();
    Payload payload =
        new Payload(
            together == 1 ? Payload.Shape.SINGLE : Payload.Shape.ARRAY,
            List.of("contact_opened_message"),
            together,
            order.get("eventBytes").asInt());
    long began = System.nanoTime();
    Senders senders =
        new Senders(
            WebClient.wrap(
                vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(2_000)),
                new WebClientOptions().setUserAgentEnabled(false).setFollowRedirects(false)),
            payload,
            order.get("port").asInt(),
            began + order.get("seconds").asLong() * 1_000_000_000L,
            new AtomicLong(),
            new AtomicReference<>(),
            new CountDownLatch(inFlight));
    // Spread over the event loops, as the service's requests are.
    int loops = Runtime.getRuntime().availableProcessors() * 2;
    List<Context> contexts =
        Stream.generate(((VertxInternal) vertx)::createEventLoopContext)
            .limit(loops)
            .map(Context.class::cast)
            .toList();
    for (int i = 0; i < inFlight; i++) {
      contexts.get(i % loops).runOnContext(ignored -> senders.next());
    }
    senders.running().await();
    double seconds = (System.nanoTime() - began) / 1e9;
    senders.client().close();
    Throwable failure = senders.failure().get();
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return Map.of("deliveries", senders.sent().get() * together, "seconds", seconds);
  }

  private record Senders(
      WebClient client,
      Payload payload,
      int port,
      long end,
      AtomicLong sent,
      AtomicReference<@Nullable Throwable> failure,
      CountDownLatch running) {

    void next() {
      if (System.nanoTime() >= end) {
        running.countDown();
        return;
      }
      send()
          .onComplete(
              answer -> {
                sent.incrementAndGet();
                next();
              },
              problem -> {
                failure.set(problem);
                running.countDown();
              });
    }

    private Future<HttpResponse<Buffer>> send() {
      byte[] body = payload.at(0, System.nanoTime());
      ThreadLocalRandom random = ThreadLocalRandom.current();
      String id = new UUID(random.nextLong(), random.nextLong()).toString();
      String timestamp = Long.toString(System.currentTimeMillis() / 1_000);
      return client
          .post(port, "127.0.0.1", "/limit")
          .timeout(LONGEST_MILLIS)
          .putHeader("Content-Type", "application/json")
          .putHeader("User-Agent", "Kurier/limit")
          .putHeader("X-Webhook-Type", "contact_opened_message")
          .putHeader("X-Webhook-ID", id)
          .putHeader("X-Request-ID", id)
          .putHeader("webhook-id", id)
          .putHeader("webhook-timestamp", timestamp)
          .putHeader("webhook-signature", sign(id + "." + timestamp + ".", body))
          .sendBuffer(Buffer.buffer(body));
    }
  }

  private static String sign(String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(KEY);
      mac.update(head.getBytes(StandardCharsets.US_ASCII));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
