package io.kurier.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits until a webhook's buffer is less full. So producers bring no more than this node can
 * send, and rows need not go by way of the table, which costs twice as much. Nobody waits long, and
 * not again after someone waited in vain: a receiver that does not keep up must not slow down
 * producers, who bring other webhooks' events too. Its user guards it.
 */
final class RoomQueue {

  /** So long one waits at most. */
  static final Duration LONGEST = Duration.ofSeconds(1);

  /** Each is a request in memory; who comes when so many wait already may go at once. */
  static final int MOST = 1_000;

  private record Waiter(int brought, Runnable go, long since) {}

  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private boolean inVain;

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /**
   * Queues one, if it is of use.
   *
   * @param brought what it brings
   * @param hasRoom whether there is room for so much now
   * @return false where it may go at once
   */
  boolean add(int brought, Runnable go, IntPredicate hasRoom, long now) {
    boolean room = hasRoom.test(brought);
    inVain &= !room;
    if (inVain || waiters.size() >= MOST || (waiters.isEmpty() && room)) {
      return false;
    }
    waiters.add(new Waiter(brought, go, now));
    return true;
  }

  /** Takes the next one out who may go; null where none may. */
  @Nullable Runnable next(IntPredicate hasRoom) {
    Waiter first = waiters.peek();
    boolean room = hasRoom.test(first == null ? 1 : first.brought());
    inVain &= !room;
    if (first == null || !(inVain || room)) {
      return null;
    }
    waiters.remove();
    return first.go();
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
