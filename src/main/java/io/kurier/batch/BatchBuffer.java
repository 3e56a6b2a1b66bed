package io.kurier.batch;

import io.kurier.share.Holder;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One webhook's stream: what waits for it on this node, cut into batches by count, bytes or time,
 * as many of them as may be on the way.
 *
 * <p>Batches are cut as late as possible, when there is a place for the request. So a changed
 * configuration takes effect for everything that is not sent yet, nothing is queued twice, and what
 * waits can be taken out again at any time.
 */
final class BatchBuffer {

  /** One place in so many goes to a retry while first tries wait. */
  private static final int RETRY_SHARE = 5;

  /** How often it is looked whether those who wait may go. */
  private static final long LOOK_MILLIS = 50;

  /** A timer is not set further ahead: what it is for may be gone by then. */
  private static final long LONGEST_TURN_MILLIS = 10_000;

  private record Waiting(Pending row, int size, long since) {}

  private final String accountId;
  private final UUID webhookId;
  private final Holder holder;
  private final BatchSink sink;
  private final InFlight inFlight;
  private final ScheduledExecutorService timer;

  // Guarded by this.
  private final ArrayDeque<Waiting> fresh = new ArrayDeque<>();
  private final ArrayDeque<Pending> again = new ArrayDeque<>();
  private final RoomQueue producers = new RoomQueue();
  private Limits limits;
  private long freshBytes;
  private int reserved;
  private int onTheWay;
  private int turn;
  private int narrowed = Integer.MAX_VALUE;
  private boolean hurried;
  private boolean timed;
  private boolean producersTimed;
  private boolean awaitsPlace;
  private int granted;
  private boolean awaitsTurn;
  private boolean closed;
  private long usedAt = System.nanoTime();

  private final AtomicInteger draining = new AtomicInteger();
  private final AtomicInteger admitting = new AtomicInteger();

  BatchBuffer(
      String accountId,
      UUID webhookId,
      Limits limits,
      BatchSink sink,
      InFlight inFlight,
      ScheduledExecutorService timer) {
    this.accountId = accountId;
    this.webhookId = webhookId;
    this.holder = new Holder(accountId, webhookId);
    this.limits = limits;
    this.sink = sink;
    this.inFlight = inFlight;
    this.timer = timer;
  }

  String accountId() {
    return accountId;
  }

  UUID webhookId() {
    return webhookId;
  }

  /** Whose share of the node this takes of. */
  Holder holder() {
    return holder;
  }

  /**
   * Waits, where so much is here already that more would not be sent sooner, or where what is
   * brought has no room, until there is less; not for long (see {@link RoomQueue}), and only while
   * it is of use. Null where there is nothing to wait for.
   *
   * @param brought rows that are brought
   */
  @Nullable Uni<Void> whenLessFull(int brought) {
    synchronized (this) {
      if ((producers.isEmpty() && hasRoom(brought)) || producers.isInVain() || !isWaitingOfUse()) {
        return null;
      }
    }
    return Uni.createFrom()
        .emitter(
            producer -> {
              Runnable go = () -> producer.complete(null);
              boolean waits;
              synchronized (this) {
                waits = producers.add(brought, go, System.nanoTime());
                watchProducers();
              }
              if (waits) {
                // It may have become less full since.
                admitProducers();
              } else {
                go.run();
              }
            });
  }

  /**
   * To wait for a receiver would slow down producers, who bring other webhooks' events too. So only
   * while the receiver keeps up, and what takes the room is still being committed or claimed; or
   * while it is this node that can't do more.
   */
  private boolean isWaitingOfUse() {
    return narrowed == Integer.MAX_VALUE
        && sink.nanosToWait(webhookId) == 0
        && (fresh.size() + again.size() < limits.enough()
            || (!sink.isBehind(webhookId) && sink.isBusy(accountId)));
  }

  /**
   * For more than ever has room there is room when nothing waits. What is brought while older rows
   * wait in the table finds no room: it would overtake them.
   */
  private boolean hasRoom(int brought) {
    int waiting = fresh.size() + again.size();
    int taken = waiting + reserved;
    return closed
        || (!sink.isBehind(webhookId)
            && (taken == 0 || (waiting < limits.enough() && taken + brought <= limits.places())));
  }

  /**
   * Lets those in who wait, as far as they may go: one at a time, since each takes its places only
   * then.
   */
  private void admitProducers() {
    if (admitting.getAndIncrement() != 0) {
      return;
    }
    int notes = 1;
    do {
      for (Runnable next = nextProducer(); next != null; next = nextProducer()) {
        next.run();
      }
      notes = admitting.addAndGet(-notes);
    } while (notes != 0);
  }

  private synchronized @Nullable Runnable nextProducer() {
    // Asked for each row, while mostly nobody waits.
    if (producers.isEmpty() && !producers.isInVain()) {
      return null;
    }
    return producers.next(this::hasRoom, isWaitingOfUse(), System.nanoTime());
  }

  /** Nobody else tells those who wait that it is of no use any more. */
  private void watchProducers() {
    if (!producersTimed && !producers.isEmpty()) {
      producersTimed = true;
      var _ = timer.schedule(this::lookAtProducers, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void lookAtProducers() {
    admitProducers();
    synchronized (this) {
      producersTimed = false;
      watchProducers();
    }
  }

  /** Keeps a place for a row that is about to be inserted or claimed; false where there is none. */
  synchronized boolean reserve() {
    if (closed || fresh.size() + again.size() + reserved >= limits.places()) {
      return false;
    }
    reserved++;
    return true;
  }

  void cancelReservation() {
    synchronized (this) {
      reserved--;
    }
    admitProducers();
  }

  /** How many rows would find a place now. */
  synchronized int room() {
    return closed ? 0 : Math.max(0, limits.places() - fresh.size() - again.size() - reserved);
  }

  /** Puts a row on its reserved place. */
  void offer(Pending row) {
    synchronized (this) {
      reserved--;
      usedAt = System.nanoTime();
      if (row.isFresh()) {
        int size = row.size();
        fresh.add(new Waiting(row, size, usedAt));
        freshBytes += size + 1;
      } else {
        again.add(row);
      }
    }
    drain();
  }

  /** Takes effect for everything that is not sent yet. */
  void change(Limits newLimits) {
    synchronized (this) {
      limits = newLimits;
      // The window may be shorter now than what the timer was set to; a superfluous one does no
      // harm.
      timed = false;
    }
    drain();
  }

  /** Lets at most so many requests be on the way, for a receiver that does not acknowledge. */
  void narrow(int most) {
    synchronized (this) {
      narrowed = most;
    }
    drain();
  }

  /** Sends what waits without waiting for more. */
  void hurry() {
    synchronized (this) {
      hurried = true;
    }
    drain();
  }

  /** Takes out everything that is not sent yet. */
  List<Pending> empty() {
    List<Pending> rows = takeAll();
    admitProducers();
    return rows;
  }

  private synchronized List<Pending> takeAll() {
    List<Pending> rows = new ArrayList<>(fresh.size() + again.size());
    fresh.forEach(waiting -> rows.add(waiting.row()));
    rows.addAll(again);
    fresh.clear();
    again.clear();
    freshBytes = 0;
    return rows;
  }

  /** Closes the buffer if it was idle for so long and nothing can come any more. */
  synchronized boolean closeIfIdle(long idleNanos) {
    if (fresh.isEmpty()
        && again.isEmpty()
        && reserved == 0
        && onTheWay == 0
        && System.nanoTime() - usedAt > idleNanos) {
      closed = true;
    }
    return closed;
  }

  /** When the oldest row began to wait, as {@link System#nanoTime()}; null where none waits. */
  synchronized @Nullable Long oldest() {
    Waiting head = fresh.peek();
    return head == null ? null : head.since();
  }

  /** Whether a request could begin now. */
  synchronized boolean maySend() {
    return isFreeToSend() && sink.nanosToWait(webhookId) == 0 && inFlight.hasPlace(this);
  }

  private boolean isFreeToSend() {
    return onTheWay < Math.min(limits.maxInFlight(), narrowed);
  }

  synchronized int waiting() {
    return fresh.size() + again.size();
  }

  synchronized boolean isResting() {
    return fresh.isEmpty() && again.isEmpty() && onTheWay == 0;
  }

  /** A place was taken for this buffer: it is used, or given back. */
  void wake() {
    synchronized (this) {
      awaitsPlace = false;
      granted++;
    }
    drain();
  }

  private void onSent() {
    synchronized (this) {
      onTheWay--;
      usedAt = System.nanoTime();
    }
    inFlight.release(this, 1);
    drain();
  }

  /** One thread at a time hands batches over; others leave it a note to look again. */
  private void drain() {
    if (draining.getAndIncrement() != 0) {
      return;
    }
    int notes = 1;
    do {
      for (Batch batch = cut(); batch != null; batch = cut()) {
        send(batch);
      }
      giveBackUnused();
      notes = draining.addAndGet(-notes);
    } while (notes != 0);
    admitProducers();
  }

  private void giveBackUnused() {
    int unused;
    synchronized (this) {
      unused = granted;
      granted = 0;
    }
    if (unused > 0) {
      inFlight.release(this, unused);
    }
  }

  private void send(Batch batch) {
    sink.send(batch)
        .subscribe()
        .with(
            sent -> onSent(),
            failure -> {
              onSent();
              throw new AssertionError("a sink never fails", failure);
            });
  }

  /** The next batch, if there is one to send now. */
  private synchronized @Nullable Batch cut() {
    if (fresh.isEmpty() && again.isEmpty()) {
      hurried = false;
      return null;
    }
    if (!isFreeToSend()) {
      return null;
    }
    boolean retry = !again.isEmpty() && (turn % RETRY_SHARE == RETRY_SHARE - 1 || !isFreshDue());
    if (!retry && !isFreshDue()) {
      awaitWindow();
      return null;
    }
    long wait = sink.nanosToWait(webhookId);
    if (wait > 0) {
      awaitTurn(wait);
      return null;
    }
    if (granted > 0) {
      granted--;
    } else if (!inFlight.tryAcquire(this)) {
      awaitPlace();
      return null;
    }
    turn++;
    onTheWay++;
    return retry ? Batch.of(again.remove(), limits.batching()) : cutFresh();
  }

  private Batch cutFresh() {
    if (!limits.batching()) {
      return Batch.of(take(), false);
    }
    List<Pending> rows = new ArrayList<>(Math.min(fresh.size(), limits.maxEvents()));
    int bytes = 2;
    while (rows.size() < limits.maxEvents()) {
      Waiting next = fresh.peek();
      if (next == null || (!rows.isEmpty() && bytes + next.size() + 1 > limits.maxBytes())) {
        break;
      }
      // The comma after the last one is not sent; the brackets are.
      bytes += next.size() + (rows.isEmpty() ? 0 : 1);
      rows.add(take());
    }
    return Batch.together(rows);
  }

  private Pending take() {
    Waiting next = fresh.remove();
    freshBytes -= next.size() + 1;
    return next.row();
  }

  private boolean isFreshDue() {
    Waiting head = fresh.peek();
    return head != null
        && (!limits.batching()
            || hurried
            || fresh.size() >= limits.maxEvents()
            // Brackets and commas: n + 1 for n events.
            || freshBytes + 1 >= limits.maxBytes()
            || System.nanoTime() - head.since() >= limits.maxWait().toNanos());
  }

  private void awaitWindow() {
    Waiting head = fresh.peek();
    if (head == null || timed) {
      return;
    }
    timed = true;
    long left = limits.maxWait().toNanos() - (System.nanoTime() - head.since());
    // Vert.x, which the executor asks, knows no timer below a millisecond.
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1);
    var _ = timer.schedule(this::onWindowClosed, millis, TimeUnit.MILLISECONDS);
  }

  private void onWindowClosed() {
    synchronized (this) {
      timed = false;
    }
    drain();
  }

  private void awaitTurn(long nanos) {
    if (!awaitsTurn) {
      awaitsTurn = true;
      long millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, 1, LONGEST_TURN_MILLIS);
      var _ = timer.schedule(this::onTurn, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void onTurn() {
    synchronized (this) {
      awaitsTurn = false;
    }
    drain();
  }

  private void awaitPlace() {
    if (!awaitsPlace) {
      awaitsPlace = true;
      inFlight.await(this);
    }
    if (inFlight.hasPlace(this)) {
      // It came free between the two steps above, and nobody else may ever wake this buffer.
      draining.incrementAndGet();
    }
  }

  @Override
  public String toString() {
    return "BatchBuffer[" + webhookId + "]";
  }
}
