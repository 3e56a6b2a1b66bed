package io.kurier.batch;

import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.kurier.share.Holder;
import io.kurier.share.Pool;
import io.kurier.share.Pools;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of all webhooks that have work on this node: opened on the first row, closed when
 * idle.
 */
@Singleton
public class BatchBuffers {

  private static final Duration IDLE = Duration.ofMinutes(1);

  /**
   * How often the oldest partial batch may be sent early because memory is short: finding it looks
   * at every buffer.
   */
  private static final long HURRY_NANOS = Duration.ofMillis(10).toNanos();

  private final ConcurrentHashMap<UUID, BatchBuffer> buffers = new ConcurrentHashMap<>();
  private final AtomicLong hurriedAt = new AtomicLong(System.nanoTime());
  private final ScheduledExecutorService timer = Infrastructure.getDefaultWorkerPool();
  private final Held held;
  private final BatchSink sink;
  private final InFlight inFlight;

  BatchBuffers(BatchSink sink, Pools pools, Meters meters) {
    this.sink = sink;
    this.held = new Held(pools.of(Pool.BUFFERED_BYTES));
    this.inFlight = new InFlight(pools.of(Pool.REQUESTS), sink);
    meters.watch(Level.BUFFERED_DELIVERIES, held::size);
    meters.watch(Level.BUFFERED_BYTES, held::bytes);
    meters.watch(Level.REQUESTS_IN_FLIGHT, inFlight::count);
  }

  /**
   * Waits, for some seconds at most, until less of a webhook waits to be sent; null where there is
   * nothing to wait for, as where its share of the memory has no room and it holds none of it.
   *
   * @param brought rows that are brought
   */
  public @Nullable Uni<Void> whenLessFull(UUID webhookId, int brought) {
    BatchBuffer buffer = buffers.get(webhookId);
    return buffer == null || (held.isNearlyFull(buffer.holder()) && buffer.waiting() == 0)
        ? null
        : buffer.whenLessFull(brought);
  }

  /**
   * Keeps a place for a row that is about to be inserted or claimed. It is this node's from then
   * on, until {@link #release(Collection)}.
   *
   * @param size bytes of its bodies
   * @return false where the webhook's buffer or its share of the node's memory is full: then any
   *     node may claim the row later
   */
  public boolean reserve(String accountId, UUID webhookId, UUID rowId, int size, Limits limits) {
    BatchBuffer buffer = open(accountId, webhookId, limits);
    if (!buffer.reserve()) {
      return false;
    }
    if (!held.add(buffer.holder(), rowId, Pending.weight(size))) {
      buffer.cancelReservation();
      hurryOldest(accountId);
      return false;
    }
    return true;
  }

  /** Gives a reserved place back: the row was not inserted or claimed after all. */
  public void cancel(UUID webhookId, UUID rowId) {
    BatchBuffer buffer = buffers.get(webhookId);
    if (buffer != null) {
      buffer.cancelReservation();
    }
    held.remove(rowId);
  }

  /** Puts a row on its reserved place, to be sent. */
  public void offer(Pending row) {
    // A buffer with a reservation is never closed.
    Objects.requireNonNull(buffers.get(row.webhookId())).offer(row);
  }

  /**
   * This node has nothing more to do with these rows: their outcome is recorded, or they are
   * anybody's again.
   */
  public void release(Collection<UUID> rowIds) {
    held.removeAll(rowIds);
  }

  /** How many rows of a webhook would find a place now. */
  public int room(String accountId, UUID webhookId, Limits limits) {
    BatchBuffer buffer = buffers.get(webhookId);
    return held.isNearlyFull(new Holder(accountId, webhookId))
        ? 0
        : buffer == null ? limits.places() : buffer.room();
  }

  /** A changed configuration takes effect for everything that is not sent yet. */
  public void change(UUID webhookId, Limits limits) {
    BatchBuffer buffer = buffers.get(webhookId);
    if (buffer != null) {
      buffer.change(limits);
    }
  }

  /** Lets at most so many requests of a webhook be on the way. */
  public void narrow(UUID webhookId, int most) {
    BatchBuffer buffer = buffers.get(webhookId);
    if (buffer != null) {
      buffer.narrow(most);
    }
  }

  /** Takes out what is not sent yet; the rows stay held until they are released. */
  public List<Pending> empty(UUID webhookId) {
    BatchBuffer buffer = buffers.get(webhookId);
    return buffer == null ? List.of() : buffer.empty();
  }

  /** Takes out what is not sent yet, of all webhooks. */
  public List<Pending> emptyAll() {
    List<Pending> rows = new ArrayList<>();
    buffers.values().forEach(buffer -> rows.addAll(buffer.empty()));
    return rows;
  }

  /** Sends partial batches now. */
  public void hurryAll() {
    buffers.values().forEach(BatchBuffer::hurry);
  }

  /** The sink is not full any more. */
  public void resume() {
    inFlight.wakeWaiting();
  }

  /** The webhooks that have a buffer. */
  public Set<UUID> webhooks() {
    return Set.copyOf(buffers.keySet());
  }

  /** The rows that this node holds, reserved ones included. */
  public boolean holds(UUID rowId) {
    return held.contains(rowId);
  }

  /** How many rows this node holds, reserved ones included. */
  public int held() {
    return held.size();
  }

  /** Requests that are on the way. */
  public int inFlight() {
    return inFlight.count();
  }

  /** Rows that wait to be sent. */
  public int waiting() {
    return buffers.values().stream().mapToInt(BatchBuffer::waiting).sum();
  }

  /** Rows of a webhook that wait to be sent. */
  public int waiting(UUID webhookId) {
    BatchBuffer buffer = buffers.get(webhookId);
    return buffer == null ? 0 : buffer.waiting();
  }

  /** Closes the buffers that had nothing to do for a while. */
  public void closeIdle() {
    buffers.values().removeIf(buffer -> buffer.closeIfIdle(IDLE.toNanos()));
  }

  private BatchBuffer open(String accountId, UUID webhookId, Limits limits) {
    BatchBuffer buffer = buffers.get(webhookId);
    if (buffer != null) {
      return buffer;
    }
    return buffers.computeIfAbsent(
        webhookId, id -> new BatchBuffer(accountId, id, limits, sink, inFlight, timer));
  }

  private void hurryOldest(String accountId) {
    long last = hurriedAt.get();
    long now = System.nanoTime();
    if (now - last < HURRY_NANOS || !hurriedAt.compareAndSet(last, now)) {
      return;
    }
    buffers.values().stream()
        .filter(buffer -> buffer.accountId().equals(accountId))
        .map(Aged::of)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingLong(Aged::since))
        .map(Aged::buffer)
        // The others would keep what they have.
        .filter(BatchBuffer::maySend)
        .findFirst()
        .ifPresent(BatchBuffer::hurry);
  }

  private record Aged(BatchBuffer buffer, long since) {
    /** Null where no row waits. */
    static @Nullable Aged of(BatchBuffer buffer) {
      Long oldest = buffer.oldest();
      return oldest == null ? null : new Aged(buffer, oldest);
    }
  }
}
