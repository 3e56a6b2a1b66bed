package io.kurier.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits until a webhook's buffer is less full. So producers bring no more than this node can
 * send, and rows need not go by way of the table, which costs twice as much. Nobody waits long, and
 * not again after someone waited in vain. Its user guards it.
 */
final class RoomQueue {

  /** So long one waits at most. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  /** Each is a request in memory; who comes when so many wait already may go at once. */
  static final int MOST = 1_000;

  private record Waiter(int brought, Runnable go, long since) {}

  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private boolean inVain;

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /**
   * Queues one.
   *
   * @param brought what it brings
   * @return false where too many wait already
   */
  boolean add(int brought, Runnable go, long now) {
    return waiters.size() < MOST && waiters.add(new Waiter(brought, go, now));
  }

  /**
   * Takes the first one out if it may go; null where it may not, or none waits.
   *
   * @param hasRoom whether there is room for so much now
   * @param isOfUse whether to wait is of use
   */
  @Nullable Runnable next(IntPredicate hasRoom, boolean isOfUse, long now) {
    Waiter first = waiters.peek();
    boolean room = hasRoom.test(first == null ? 1 : first.brought());
    inVain &= !room;
    if (first == null) {
      return null;
    }
    inVain |= !room && now - first.since() >= LONGEST.toNanos();
    if (isOfUse && !room && !inVain) {
      return null;
    }
    waiters.remove();
    return first.go();
  }

  /** Whether somebody waited in vain, and there has been no room since. */
  boolean isInVain() {
    return inVain;
  }
}
