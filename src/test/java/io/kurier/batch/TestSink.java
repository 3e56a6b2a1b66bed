package io.kurier.batch;

import io.kurier.share.Holder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink whose requests end when the test says so. */
final class TestSink implements BatchSink {

  private final List<Batch> sent = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Void>> open = new CopyOnWriteArrayList<>();
  private final Set<UUID> closed = ConcurrentHashMap.newKeySet();
  private volatile boolean full;
  private volatile boolean busy = true;
  private volatile boolean behind;
  private final Map<UUID, Long> waits = new ConcurrentHashMap<>();
  private volatile long wait;

  @Override
  public Uni<Void> send(Batch batch) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    sent.add(batch);
    open.add(end);
    return Uni.createFrom().completionStage(end);
  }

  @Override
  public boolean mayStart(Holder webhook) {
    return !full && !closed.contains(webhook.webhook());
  }

  /** Nothing of a webhook may start. */
  void close(UUID webhookId) {
    closed.add(webhookId);
  }

  void setFull(boolean isFull) {
    full = isFull;
  }

  @Override
  public boolean isBusy(String accountId) {
    return busy;
  }

  @Override
  public long nanosToWait(UUID webhookId) {
    return waits.getOrDefault(webhookId, wait);
  }

  /** As below, of one webhook. */
  void setWait(UUID webhookId, Duration time) {
    waits.put(webhookId, time.toNanos());
  }

  void setWait(Duration time) {
    wait = time.toNanos();
  }

  @Override
  public boolean isBehind(UUID webhookId) {
    return behind;
  }

  void setBehind(boolean isBehind) {
    behind = isBehind;
  }

  void setBusy(boolean isBusy) {
    busy = isBusy;
  }

  List<Batch> sent() {
    return sent;
  }

  /** How many rows each request carried. */
  List<Integer> sizes() {
    return sent.stream().map(batch -> batch.rows().size()).toList();
  }

  void endOne() {
    open.removeFirst().complete(null);
  }

  void endAll() {
    while (!open.isEmpty()) {
      endOne();
    }
  }
}
