package io.kurier.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.problem.DomainError;
import io.kurier.share.SharedPool;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private static final Duration NO_GAP = Duration.ZERO;

  private final List<List<String>> groups = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<List<String>>> commits = new CopyOnWriteArrayList<>();

  private GroupCommit<String, String> commit(GroupCommit.Settings settings) {
    return new GroupCommit<>(
        settings,
        group -> {
          CompletableFuture<List<String>> end = new CompletableFuture<>();
          groups.add(group);
          commits.add(end);
          return Uni.createFrom().completionStage(end);
        },
        IllegalArgumentException.class::isInstance);
  }

  private static UniAssertSubscriber<String> submitOf(
      String account, GroupCommit<String, String> commit, String item) {
    return commit
        .submit(item, account, 1, 1)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  private static UniAssertSubscriber<String> submit(
      GroupCommit<String, String> commit, String item) {
    return commit
        .submit(item, "account", 1, 1)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  @Test
  void whatComesWhileAGroupIsCommittedIsTheNextGroup() {
    GroupCommit<String, String> commit =
        commit(
            new GroupCommit.Settings(
                10,
                10,
                1,
                () -> NO_GAP,
                10,
                new GroupCommit.Room(new SharedPool(100), new SharedPool(100))));
    var first = submit(commit, "a");
    var second = submit(commit, "b");
    var third = submit(commit, "c");
    assertEquals(List.of(List.of("a")), groups);
    commits.get(0).complete(List.of("A"));
    first.assertCompleted().assertItem("A");
    assertEquals(List.of(List.of("a"), List.of("b", "c")), groups);
    commits.get(1).complete(List.of("B", "C"));
    second.assertItem("B");
    third.assertItem("C");
  }

  @Test
  void aGroupHasNoMoreThanItMay() {
    GroupCommit<String, String> commit =
        commit(
            new GroupCommit.Settings(
                2,
                10,
                1,
                () -> NO_GAP,
                2,
                new GroupCommit.Room(new SharedPool(100), new SharedPool(100))));
    for (String item : List.of("a", "b", "c", "d")) {
      submit(commit, item);
    }
    commits.get(0).complete(List.of("A"));
    assertEquals(List.of("b", "c"), groups.get(1));
  }

  @Test
  void smallItemsDoNotWaitForLargeOnes() {
    GroupCommit<String, String> commit =
        commit(
            new GroupCommit.Settings(
                10,
                10,
                2,
                () -> NO_GAP,
                10,
                new GroupCommit.Room(new SharedPool(1_000), new SharedPool(1_000))));
    for (String item : List.of("A", "B", "C")) {
      commit.submit(item, "large", 11, 1).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
    assertEquals(List.of(List.of("A"), List.of("B")), groups);
    submitOf("small", commit, "a");
    submitOf("small", commit, "b");
    assertEquals(List.of("a"), groups.get(2));
    assertEquals(3, groups.size());
    // The next small group, and not a third large one.
    commits.get(2).complete(List.of("a"));
    assertEquals(List.of("b"), groups.get(3));
    // Large ones get their turn, too.
    commits.get(0).complete(List.of("A"));
    assertEquals(4, groups.size());
    commits.get(3).complete(List.of("b"));
    assertEquals(List.of("C"), groups.get(4));
    assertEquals(5, groups.size());
  }

  @Test
  void aFullQueueIsToldAsSuch() {
    GroupCommit<String, String> commit =
        commit(
            new GroupCommit.Settings(
                10,
                10,
                1,
                () -> NO_GAP,
                10,
                new GroupCommit.Room(new SharedPool(1), new SharedPool(100))));
    submit(commit, "a");
    submit(commit, "b");
    var refused = submit(commit, "c");
    assertEquals(
        429, assertInstanceOf(DomainError.class, refused.awaitFailure().getFailure()).status());
  }

  @Test
  void anAccountThatQueuesMuchMakesOnlyItselfWait() {
    GroupCommit<String, String> commit =
        commit(
            new GroupCommit.Settings(
                3,
                10,
                1,
                () -> NO_GAP,
                3,
                new GroupCommit.Room(new SharedPool(8, 1), new SharedPool(100))));
    submitOf("big", commit, "in flight");
    for (String item : List.of("1", "2", "3", "4")) {
      submitOf("big", commit, item);
    }
    var toomuch = submitOf("big", commit, "5");
    assertEquals(
        429, assertInstanceOf(DomainError.class, toomuch.awaitFailure().getFailure()).status());
    submitOf("small", commit, "x");
    submitOf("other", commit, "y");
    assertEquals(6, commit.waiting());
    commits.get(0).complete(List.of(""));
    assertEquals(List.of("1", "x", "y"), groups.get(1));
    commits.get(1).complete(List.of("", "", ""));
    assertEquals(List.of("2", "3", "4"), groups.get(2));
    // What left the queue has left its account's share too.
    assertEquals(0, commit.waiting());
    submitOf("big", commit, "6").assertNotTerminated();
  }

  @Test
  void oneBadItemDoesNotTakeItsGroupWithIt() {
    GroupCommit<String, String> commit =
        commit(
            new GroupCommit.Settings(
                10,
                10,
                1,
                () -> NO_GAP,
                10,
                new GroupCommit.Room(new SharedPool(100), new SharedPool(100))));
    submit(commit, "a");
    var good = submit(commit, "b");
    var bad = submit(commit, "c");
    commits.get(0).complete(List.of("A"));
    commits.get(1).completeExceptionally(new IllegalArgumentException("c"));
    assertEquals(List.of(List.of("b"), List.of("c")), groups.subList(2, 4));
    commits.get(2).complete(List.of("B"));
    commits.get(3).completeExceptionally(new IllegalArgumentException("c"));
    good.assertItem("B");
    bad.assertFailedWith(IllegalArgumentException.class);
  }

  @Test
  void aFailureThatIsNobodysFaultIsEverybodys() {
    GroupCommit<String, String> commit =
        commit(
            new GroupCommit.Settings(
                10,
                10,
                1,
                () -> NO_GAP,
                10,
                new GroupCommit.Room(new SharedPool(100), new SharedPool(100))));
    submit(commit, "a");
    var one = submit(commit, "b");
    var other = submit(commit, "c");
    commits.get(0).complete(List.of("A"));
    commits.get(1).completeExceptionally(new IllegalStateException("gone"));
    one.assertFailedWith(IllegalStateException.class);
    other.assertFailedWith(IllegalStateException.class);
    assertEquals(2, groups.size());
  }

  @Test
  void theNextGroupBeginsAfterTheGapOrWhenEnoughWaits() {
    GroupCommit<String, String> commit =
        commit(
            new GroupCommit.Settings(
                10,
                10,
                9,
                () -> Duration.ofSeconds(1),
                3,
                new GroupCommit.Room(new SharedPool(100), new SharedPool(100))));
    long began = System.nanoTime();
    submit(commit, "lone");
    assertEquals(List.of(List.of("lone")), groups);
    submit(commit, "a");
    submit(commit, "b");
    assertEquals(1, groups.size());
    submit(commit, "c");
    assertEquals(List.of("a", "b", "c"), groups.get(1));
    submit(commit, "late");
    assertEquals(2, groups.size());
    Awaitility.await().until(() -> groups.size() == 3);
    assertTrue(System.nanoTime() - began >= Duration.ofSeconds(1).toNanos());
    assertEquals(List.of("late"), groups.get(2));
  }
}
