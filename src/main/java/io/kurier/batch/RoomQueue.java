package io.kurier.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Who waits until a webhook's buffer is less full. So producers bring no more than this node can
 * send, and rows need not go by way of the table, which costs twice as much. Nobody waits long, and
 * not again after someone waited in vain: a receiver that does not keep up must not slow down
 * producers, who bring other webhooks' events too. Its user guards it.
 */
final class RoomQueue {

  /** So long one waits at most. */
  static final Duration LONGEST = Duration.ofMillis(250);

  private record Waiter(Runnable go, long since) {}

  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private boolean inVain;

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /**
   * Queues one, if it is of use.
   *
   * @param isFull whether the buffer is so full that one should wait
   * @return false where it may go at once
   */
  boolean add(Runnable go, boolean isFull, long now) {
    inVain &= isFull;
    if (inVain || (waiters.isEmpty() && !isFull)) {
      return false;
    }
    waiters.add(new Waiter(go, now));
    return true;
  }

  /** Takes the next one out who may go; null where none may. */
  @Nullable Runnable next(boolean isFull) {
    inVain &= isFull;
    Waiter next = inVain || !isFull ? waiters.poll() : null;
    return next == null ? null : next.go();
  }

  /** From now on nobody waits until the buffer has been less full. */
  void giveUp() {
    inVain = true;
  }

  /** Whether the first one has waited as long as one may. */
  boolean isOverdue(long now) {
    Waiter first = waiters.peek();
    return first != null && now - first.since() >= LONGEST.toNanos();
  }

  /** Nanoseconds until the first one has waited as long as one may; 0 where none waits. */
  long left(long now) {
    Waiter first = waiters.peek();
    return first == null ? 0 : Math.max(1, LONGEST.toNanos() - (now - first.since()));
  }
}
