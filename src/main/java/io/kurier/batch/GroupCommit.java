package io.kurier.batch;

import io.kurier.problem.DomainError;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
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
   * @param groupsInFlight commits at a time
   * @param queueItems items that may wait
   * @param queueBytes bytes that may wait
   */
  public record Settings(
      int groupItems, long groupBytes, int groupsInFlight, long queueItems, long queueBytes) {}

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private record Entry<T, R>(T item, int count, long bytes, UniEmitter<? super R> answer) {}

  private final Settings settings;
  private final Function<List<T>, Uni<List<R>>> commit;
  private final Predicate<Throwable> blamesAnItem;

  // Guarded by this.
  private final ArrayDeque<Entry<T, R>> queue = new ArrayDeque<>();
  private long queuedItems;
  private long queuedBytes;
  private int inFlight;

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
  }

  /**
   * Commits an item with the next group. Fails with 429 where too much waits already.
   *
   * @param count what it counts as
   * @param bytes what it weighs
   */
  public Uni<R> submit(T item, int count, long bytes) {
    return Uni.createFrom()
        .emitter(
            answer -> {
              if (enqueue(new Entry<T, R>(item, count, bytes, answer))) {
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
  public void submitAndForget(T item, int count, long bytes, Consumer<@Nullable Throwable> onEnd) {
    submit(item, count, bytes).subscribe().with(answer -> onEnd.accept(null), onEnd);
  }

  /** Whether nothing waits or is being committed. */
  public synchronized boolean isResting() {
    return queue.isEmpty() && inFlight == 0;
  }

  private synchronized boolean enqueue(Entry<T, R> entry) {
    if (queuedItems + entry.count() > settings.queueItems()
        || queuedBytes + entry.bytes() > settings.queueBytes()) {
      return false;
    }
    queue.add(entry);
    queuedItems += entry.count();
    queuedBytes += entry.bytes();
    return true;
  }

  private void commitNext() {
    for (List<Entry<T, R>> group = take(); !group.isEmpty(); group = take()) {
      commit(group);
    }
  }

  private synchronized List<Entry<T, R>> take() {
    List<Entry<T, R>> group = new ArrayList<>();
    if (inFlight >= settings.groupsInFlight()) {
      return group;
    }
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
      group.add(queue.remove());
    }
    queuedItems -= items;
    queuedBytes -= bytes;
    if (!group.isEmpty()) {
      inFlight++;
    }
    return group;
  }

  private void commit(List<Entry<T, R>> group) {
    Uni.createFrom()
        .deferred(() -> commit.apply(group.stream().map(Entry::item).toList()))
        .subscribe()
        .with(
            answers -> {
              onEnded();
              for (int i = 0; i < group.size(); i++) {
                group.get(i).answer().complete(answers.get(i));
              }
            },
            failure -> {
              onEnded();
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

  private void onEnded() {
    synchronized (this) {
      inFlight--;
    }
    commitNext();
  }
}
