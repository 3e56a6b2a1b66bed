package io.kurier.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The producers. Either a number of them, each of which sends its next request when the last one is
 * answered; or so many requests a second, whatever the answers, and then the time of each counts
 * from when it should have been sent.
 */
final class LoadWorker {

  private static final long PAUSE_MILLIS = 50;

  /** Longer than the service lets anybody wait. */
  private static final long LONGEST_MILLIS = 60_000;

  private static final int ACCEPTED = 202;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Latency latency = new Latency();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong ofFirstType = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong turn = new AtomicLong();
  private volatile @Nullable Campaign running;

  private record Campaign(
      HttpClient client, List<RequestOptions> ports, Payload payload, Payload.Shape shape) {}

  private record Counted(
      long accepted, long ofFirstType, long refused, long failed, Latency.Percentiles latency) {}

  private LoadWorker() {}

  public static void main(String[] args) throws Exception {
    LoadWorker load = new LoadWorker();
    Commands.serve(
        Map.of(
            "start", load::start,
            "mark", order -> load.counted(),
            "stop", order -> load.stop()));
  }

  private Object start(JsonNode order) {
    Payload.Shape shape = Payload.Shape.valueOf(order.get("shape").asText());
    List<String> types = new ArrayList<>();
    order.get("types").forEach(type -> types.add(type.asText()));
    Payload payload =
        new Payload(
            shape, types, order.get("eventsPerRequest").asInt(), order.get("eventBytes").asInt());
    int producers = order.get("producers").asInt();
    HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(producers));
    List<RequestOptions> ports = new ArrayList<>();
    order
        .get("ports")
        .forEach(
            port ->
                ports.add(
                    new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setTimeout(LONGEST_MILLIS)
                        .setHost("127.0.0.1")
                        .setPort(port.asInt())
                        .setURI("/v1/events")
                        .putHeader("Content-Type", shape.contentType())
                        .putHeader("Authorization", "Bearer " + order.get("key").asText())
                        .putHeader("Kurier-Account", order.get("account").asText())));
    accepted.set(0);
    ofFirstType.set(0);
    refused.set(0);
    failed.set(0);
    Campaign campaign = new Campaign(client, List.copyOf(ports), payload, shape);
    running = campaign;
    int perSecond = order.get("perSecond").asInt();
    if (perSecond > 0) {
      pace(campaign, perSecond);
    } else {
      for (int i = 0; i < producers; i++) {
        produce(campaign);
      }
    }
    return Map.of();
  }

  private void produce(Campaign campaign) {
    if (!isRunning(campaign)) {
      return;
    }
    send(
        campaign,
        System.nanoTime(),
        wasAccepted -> {
          if (wasAccepted) {
            produce(campaign);
          } else {
            vertx.setTimer(PAUSE_MILLIS, timer -> produce(campaign));
          }
        });
  }

  private void pace(Campaign campaign, int perSecond) {
    long began = System.nanoTime();
    AtomicLong sent = new AtomicLong();
    vertx.setPeriodic(
        1,
        timer -> {
          if (!isRunning(campaign)) {
            vertx.cancelTimer(timer);
            return;
          }
          long due = (System.nanoTime() - began) * perSecond / 1_000_000_000L;
          while (sent.get() < due) {
            send(
                campaign,
                began + sent.getAndIncrement() * 1_000_000_000L / perSecond,
                wasAccepted -> {});
          }
        });
  }

  private boolean isRunning(Campaign campaign) {
    return Objects.equals(running, campaign);
  }

  private interface Then {
    void go(boolean wasAccepted);
  }

  private void send(Campaign campaign, long due, Then then) {
    long number = turn.getAndIncrement();
    Buffer body = Buffer.buffer(campaign.payload().at(number, due));
    open.incrementAndGet();
    campaign
        .client()
        .request(campaign.ports().get((int) (number % campaign.ports().size())))
        .flatMap(request -> request.send(body))
        .flatMap(response -> response.end().map(response))
        .onComplete(
            answer -> {
              open.decrementAndGet();
              then.go(count(campaign, answer.result(), number, due));
            });
  }

  private boolean count(
      Campaign campaign, @Nullable HttpClientResponse answer, long number, long due) {
    if (answer == null) {
      failed.incrementAndGet();
      return false;
    }
    if (answer.statusCode() != ACCEPTED) {
      refused.incrementAndGet();
      return false;
    }
    accepted.addAndGet(campaign.payload().events());
    if (campaign.payload().isOfFirstType(number)) {
      ofFirstType.addAndGet(campaign.payload().events());
    }
    latency.record(System.nanoTime() - due);
    return true;
  }

  private Counted counted() {
    return new Counted(
        accepted.get(), ofFirstType.get(), refused.get(), failed.get(), latency.take());
  }

  private Object stop() throws InterruptedException {
    Campaign campaign = Objects.requireNonNull(running);
    running = null;
    while (open.get() > 0) {
      Thread.sleep(10);
    }
    campaign.client().close();
    return counted();
  }
}
