package io.kurier.batch;

import io.kurier.problem.DomainError;
import io.kurier.share.Holder;
import io.kurier.share.SharedPool;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Natural group commit: whatever came in while the last group was committed is the next group. So a
 * lone item waits for nothing, and under load a commit is shared by hundreds.
 *
 * @param <T> what is committed
 * @param <R> what each item gets when its group is committed
 */
public final class GroupCommit<T, R> {

  /**
   * How groups are cut.
   *
   * @param groupItems items of a group, about
   * @param groupBytes bytes of a group, about
   * @param groupsInFlight commits at a time; one more where all of these are of an item that is
   *     larger than a group, so that small ones never wait for large ones
   * @param gap least time between the beginnings of two groups, unless enough waits: a statement
   *     costs as much as some items do
   * @param enoughItems so many are worth a statement, and do not wait for the gap
   * @param room what may wait; null where its user bounds that
   */
  public record Settings(
      int groupItems,
      long groupBytes,
      int groupsInFlight,
      Supplier<Duration> gap,
      int enoughItems,
      @Nullable Room room) {}

  /**
   * What may wait, by account.
   *
   * @param items shared by count
   * @param bytes shared by weight
   */
  public record Room(SharedPool items, SharedPool bytes) {

    private boolean tryTake(Holder account, long count, long weight) {
      if (!items.tryTake(account, count)) {
        return false;
      }
      if (!bytes.tryTake(account, weight)) {
        items.giveBack(account, count);
        return false;
      }
      return true;
    }

    private void giveBack(Holder account, long count, long weight) {
      items.giveBack(account, count);
      bytes.giveBack(account, weight);
    }
  }

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private record Entry<T, R>(
      T item, Holder account, int count, long bytes, UniEmitter<? super R> answer) {}

  private final Settings settings;
  private final Function<List<T>, Uni<List<R>>> commit;
  private final Predicate<Throwable> blamesAnItem;
  private final ScheduledExecutorService timer = Infrastructure.getDefaultWorkerPool();

  // Guarded by this.
  private final FairQueue<Entry<T, R>> queue = new FairQueue<>();

  /** Entries that are larger than a group: each is a group of its own. */
  private final FairQueue<Entry<T, R>> largeQueue = new FairQueue<>();

  private long waiting;
  private int inFlight;
  private int largeInFlight;

  /** Whose turn it is where both kinds wait. */
  private boolean isTurnOfLarge;

  private boolean timed;
  private long beganAt;

  /**
   * Commits through {@code commit}.
   *
   * @param commit commits a group at once and answers each of its items, in order
   * @param blamesAnItem failures that one item brings over its group: the members are then
   *     committed one by one
   */
  public GroupCommit(
      Settings settings,
      Function<List<T>, Uni<List<R>>> commit,
      Predicate<Throwable> blamesAnItem) {
    this.settings = settings;
    this.commit = commit;
    this.blamesAnItem = blamesAnItem;
    this.beganAt = System.nanoTime() - settings.gap().get().toNanos();
  }

  /**
   * Commits an item with the next group. Fails with 429 where too much of the account waits
   * already.
   *
   * @param account whose it is: accounts take turns
   * @param count what it counts as
   * @param bytes what it weighs
   */
  public Uni<R> submit(T item, String account, int count, long bytes) {
    return Uni.createFrom()
        .emitter(
            answer -> {
              if (enqueue(new Entry<T, R>(item, Holder.of(account), count, bytes, answer))) {
                commitNext();
              } else {
                answer.fail(DomainError.overloaded(RETRY_AFTER));
              }
            });
  }

  /**
   * Commits an item with the next group, for one who does not wait.
   *
   * @param onEnd is told of the end, with the failure or null
   */
  public void submitAndForget(
      T item, String account, int count, long bytes, Consumer<@Nullable Throwable> onEnd) {
    submit(item, account, count, bytes).subscribe().with(answer -> onEnd.accept(null), onEnd);
  }

  /** Whether nothing waits or is being committed. */
  public synchronized boolean isResting() {
    return waiting == 0 && inFlight == 0;
  }

  private synchronized boolean enqueue(Entry<T, R> entry) {
    Room room = settings.room();
    if (room != null && !room.tryTake(entry.account(), entry.count(), entry.bytes())) {
      return false;
    }
    waiting += entry.count();
    (isLarge(entry) ? largeQueue : queue).add(entry.account().account(), entry);
    return true;
  }

  /** Items that wait. */
  public synchronized long waiting() {
    return waiting;
  }

  private void commitNext() {
    for (List<Entry<T, R>> group = take(); !group.isEmpty(); group = take()) {
      commit(group);
    }
  }

  private synchronized List<Entry<T, R>> take() {
    List<Entry<T, R>> group = new ArrayList<>();
    boolean isFree = inFlight < settings.groupsInFlight();
    boolean isFreeForSmall =
        isFree || (largeInFlight == inFlight && inFlight == settings.groupsInFlight());
    boolean isLargeNext = isFree && !largeQueue.isEmpty() && (isTurnOfLarge || queue.isEmpty());
    boolean isSmallNext = isFreeForSmall && !queue.isEmpty() && !isLargeNext;
    if (!(isLargeNext || isSmallNext) || isTooEarly()) {
      return group;
    }
    isTurnOfLarge = isSmallNext;
    if (isLargeNext) {
      largeInFlight++;
      leave(largeQueue, group);
    } else {
      takeSmall(group);
    }
    beganAt = System.nanoTime();
    inFlight++;
    return group;
  }

  private void takeSmall(List<Entry<T, R>> group) {
    long items = 0;
    long bytes = 0;
    for (Entry<T, R> next = queue.peek();
        next != null
            && (group.isEmpty()
                || (items + next.count() <= settings.groupItems()
                    && bytes + next.bytes() <= settings.groupBytes()));
        next = queue.peek()) {
      items += next.count();
      bytes += next.bytes();
      leave(queue, group);
    }
  }

  private boolean isLarge(Entry<T, R> entry) {
    return entry.count() > settings.groupItems() || entry.bytes() > settings.groupBytes();
  }

  /** Whether the last group began just now and not enough waits; it is seen to then. */
  private boolean isTooEarly() {
    long left = settings.gap().get().toNanos() - (System.nanoTime() - beganAt);
    if (left <= 0 || waiting >= settings.enoughItems()) {
      return false;
    }
    if (!timed) {
      timed = true;
      // Vert.x, which the executor asks, knows no timer below a millisecond.
      long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1);
      var _ = timer.schedule(this::onGapOver, millis, TimeUnit.MILLISECONDS);
    }
    return true;
  }

  private void onGapOver() {
    synchronized (this) {
      timed = false;
    }
    commitNext();
  }

  private void leave(FairQueue<Entry<T, R>> from, List<Entry<T, R>> group) {
    Entry<T, R> entry = Objects.requireNonNull(from.poll());
    group.add(entry);
    waiting -= entry.count();
    Room room = settings.room();
    if (room != null) {
      room.giveBack(entry.account(), entry.count(), entry.bytes());
    }
  }

  private void commit(List<Entry<T, R>> group) {
    Uni.createFrom()
        .deferred(() -> commit.apply(group.stream().map(Entry::item).toList()))
        .subscribe()
        .with(
            answers -> {
              onEnded(group);
              for (int i = 0; i < group.size(); i++) {
                group.get(i).answer().complete(answers.get(i));
              }
            },
            failure -> {
              onEnded(group);
              if (group.size() > 1 && blamesAnItem.test(failure)) {
                group.forEach(this::commitAlone);
              } else {
                group.forEach(entry -> entry.answer().fail(failure));
              }
            });
  }

  private void commitAlone(Entry<T, R> entry) {
    Uni.createFrom()
        .deferred(() -> commit.apply(List.of(entry.item())))
        .subscribe()
        .with(answers -> entry.answer().complete(answers.getFirst()), entry.answer()::fail);
  }

  private void onEnded(List<Entry<T, R>> group) {
    synchronized (this) {
      inFlight--;
      if (isLarge(group.getFirst())) {
        largeInFlight--;
      }
    }
    commitNext();
  }
}
