package io.kurier.delivery;

import io.kurier.share.TestPools;
import io.kurier.support.NoMeters;
import io.kurier.webhook.Acknowledgement;
import io.kurier.webhook.DeliveryPolicy;
import io.kurier.webhook.Retry;
import io.kurier.webhook.Target;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A sender outside of the service, with an event loop of its own. */
final class Senders implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpSender sender;

  Senders() {
    EventLoops loops = new EventLoops(vertx);
    TargetsConfig targets =
        new TargetsConfig() {
          @Override
          public Optional<List<String>> allow() {
            return Optional.of(List.of("127.0.0.0/8", "::1/128"));
          }

          @Override
          public boolean requireHttps() {
            return false;
          }
        };
    sender =
        new HttpSender(
            vertx,
            loops,
            new ReceiverClients(vertx, loops, TestPools.ofDefaults(), NoMeters.INSTANCE),
            new NameResolver(vertx, targets),
            new Destinations(500),
            targets);
  }

  /** Sends a body of two bytes and waits for what comes of it. */
  Outcome send(String url) {
    return send(url, Duration.ofSeconds(5), Acknowledgement.STATUS);
  }

  Outcome send(String url, Duration timeout, Acknowledgement acknowledgement) {
    return begin(url, timeout, acknowledgement).join();
  }

  CompletableFuture<Outcome> begin(String url, Duration timeout, Acknowledgement acknowledgement) {
    UUID id = new UUID(1, 2);
    Target target =
        TestTarget.of(
            id,
            1,
            URI.create(url),
            new DeliveryPolicy(acknowledgement, Retry.STANDARD, timeout, 32));
    BatchRequest request =
        new BatchRequest(
            id,
            id,
            new LinkedHashMap<>(Map.of("Content-Type", "application/json")),
            "{}".getBytes(StandardCharsets.UTF_8));
    return sender.send(request, target, () -> true).subscribeAsCompletionStage();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
