package io.kurier.delivery;

import io.kurier.batch.FairQueue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whose claim is next: accounts take turns, and within an account its webhooks, one claim each. So
 * many are under way at a time, of one webhook half of them, so that a backlog of one does not wait
 * for the database between its claims.
 */
final class ClaimTurns {

  private final int most;
  private final Consumer<UUID> claim;

  // Guarded by this.
  private final FairQueue<UUID> queue = new FairQueue<>();
  private final Set<UUID> queued = new HashSet<>();
  private final Map<UUID, Integer> underWay = new HashMap<>();
  private int all;

  private final AtomicInteger looking = new AtomicInteger();

  /**
   * Claims through {@code claim}.
   *
   * @param most claims at a time; at least 2
   * @param claim begins the claim of a webhook; when it ends, {@link #onEnded} is to be called
   */
  ClaimTurns(int most, Consumer<UUID> claim) {
    this.most = most;
    this.claim = claim;
  }

  /** Claims for a webhook when its turn comes; once, however often it is asked for before that. */
  void want(String accountId, UUID webhookId) {
    synchronized (this) {
      if (underWay.getOrDefault(webhookId, 0) < most / 2 && queued.add(webhookId)) {
        queue.add(accountId, webhookId);
      }
    }
    look();
  }

  /** A claim of a webhook is over. */
  void onEnded(UUID webhookId) {
    synchronized (this) {
      underWay.computeIfPresent(webhookId, (id, claims) -> claims == 1 ? null : claims - 1);
      all--;
    }
    look();
  }

  /** Whether no claim is under way. */
  synchronized boolean isResting() {
    return all == 0;
  }

  /**
   * One thread at a time begins claims; others leave it a note to look again, and so does a claim
   * that ends at once: else each of a thousand webhooks without room would lie one level deeper on
   * the stack.
   */
  private void look() {
    if (looking.getAndIncrement() != 0) {
      return;
    }
    int notes = 1;
    do {
      for (UUID next = take(); next != null; next = take()) {
        claim.accept(next);
      }
      notes = looking.addAndGet(-notes);
    } while (notes != 0);
  }

  private synchronized @Nullable UUID take() {
    if (all >= most) {
      return null;
    }
    UUID next = queue.poll();
    if (next != null) {
      queued.remove(next);
      underWay.merge(next, 1, Integer::sum);
      all++;
    }
    return next;
  }
}
