package io.kurier.delivery;

import io.kurier.batch.FairQueue;
import io.kurier.share.Holder;
import io.kurier.share.SharedPool;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whose claim is next: accounts take turns, and within an account its webhooks, one claim each. A
 * webhook may have several under way, so that a backlog of one does not wait for the database
 * between its claims.
 */
final class ClaimTurns {

  private final SharedPool claims;
  private final Consumer<Holder> claim;

  // Guarded by this.
  private final FairQueue<Holder> queue = new FairQueue<>();
  private final Set<Holder> queued = new HashSet<>();

  private final AtomicInteger looking = new AtomicInteger();

  /**
   * Claims through {@code claim}.
   *
   * @param claims that may be under way
   * @param claim begins the claim of a webhook; when it ends, {@link #onEnded} is to be called
   */
  ClaimTurns(SharedPool claims, Consumer<Holder> claim) {
    this.claims = claims;
    this.claim = claim;
  }

  /** Claims for a webhook when its turn comes; once, however often it is asked for before that. */
  void want(Holder webhook) {
    synchronized (this) {
      if (queued.add(webhook)) {
        queue.add(webhook.account(), webhook);
      }
    }
    look();
  }

  /** A claim of a webhook is over. */
  void onEnded(Holder webhook) {
    claims.giveBack(webhook, 1);
    look();
  }

  /** Whether no claim is under way. */
  boolean isResting() {
    return claims.used() == 0;
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
      for (Holder next = take(); next != null; next = take()) {
        claim.accept(next);
      }
      notes = looking.addAndGet(-notes);
    } while (notes != 0);
  }

  private synchronized @Nullable Holder take() {
    Holder next =
        queue.poll(
            account -> claims.hasRoom(Holder.of(account), 1),
            webhook -> claims.tryTake(webhook, 1));
    if (next != null) {
      queued.remove(next);
    }
    return next;
  }
}
