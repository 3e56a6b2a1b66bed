package io.kurier.share;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A bounded amount of something, shared by dynamic thresholds (Choudhury and Hahne, "Dynamic Queue
 * Length Thresholds for Shared-Memory Packet Switches", IEEE/ACM Transactions on Networking 6(2),
 * 1998): an account may hold at most {@value #ALPHA} times what is free at that moment. So an
 * account alone gets two thirds, two get two fifths each, and some of the pool always stays free
 * for the next one. This needs no list of accounts and no clock. An account that holds more than a
 * threshold that has fallen keeps it, and gets no more. An amount is taken as if unit by unit: the
 * threshold falls with each.
 *
 * <p>The webhooks of an account share what the account may hold in the same way.
 */
public final class SharedPool {

  /** What the paper calls α. */
  private static final int ALPHA = 2;

  private final long size;
  private final int alpha;

  // Guarded by this.
  private final Map<String, Share> shares = new HashMap<>();

  /** Written within the lock; read without it where that is enough. */
  private volatile long used;

  /** What an account holds, and how much of that for each of its webhooks. */
  private static final class Share {
    private long held;
    private Map<UUID, Share> webhooks = Map.of();

    Share of(UUID webhook) {
      if (webhooks.isEmpty()) {
        webhooks = new HashMap<>();
      }
      return known(webhooks, webhook);
    }

    long heldBy(UUID webhook) {
      Share share = webhooks.get(webhook);
      return share == null ? 0 : share.held;
    }

    void giveBack(UUID webhook, long amount) {
      Share share = webhooks.get(webhook);
      if (share == null || share.held < amount) {
        throw moreThanTaken();
      }
      share.held -= amount;
      if (share.held == 0) {
        webhooks.remove(webhook);
      }
    }
  }

  /**
   * A pool of which nothing is held.
   *
   * @param size the whole of it; at least 1
   */
  public SharedPool(long size) {
    this(size, ALPHA);
  }

  /** As above, with a factor of its own: 1 leaves half of a small pool to others. */
  public SharedPool(long size, int alpha) {
    this.size = size;
    this.alpha = alpha;
  }

  /**
   * Takes an amount, which is to be {@link #giveBack given back}.
   *
   * @return false where it is beyond the holder's share; then nothing is taken
   */
  public synchronized boolean tryTake(Holder holder, long amount) {
    if (!hasRoom(holder, amount)) {
      return false;
    }
    take(holder, amount);
    return true;
  }

  /** Takes an amount that is in use already, whether it is within the holder's share or not. */
  public void take(Holder holder, long amount) {
    if (amount != 0) {
      add(holder, amount);
    }
  }

  private synchronized void add(Holder holder, long amount) {
    Share share = known(shares, holder.account());
    share.held += amount;
    if (holder.webhook() != null) {
      share.of(holder.webhook()).held += amount;
    }
    used += amount;
  }

  /** Gives an amount back that the holder has. */
  public void giveBack(Holder holder, long amount) {
    if (amount != 0) {
      remove(holder, amount);
    }
  }

  private synchronized void remove(Holder holder, long amount) {
    Share share = shares.get(holder.account());
    if (share == null || share.held < amount) {
      throw moreThanTaken();
    }
    if (holder.webhook() != null && share.held > amount) {
      share.giveBack(holder.webhook(), amount);
    }
    used -= amount;
    share.held -= amount;
    if (share.held == 0) {
      shares.remove(holder.account());
    }
  }

  /** As {@link Map#computeIfAbsent} does, at half the cost where it is there, as mostly. */
  private static <K> Share known(Map<K, Share> shares, K key) {
    Share share = shares.get(key);
    if (share == null) {
      share = new Share();
      shares.put(key, share);
    }
    return share;
  }

  private static IllegalStateException moreThanTaken() {
    return new IllegalStateException("more is given back than was taken");
  }

  /** Whether the holder could take an amount now. Whoever is alone may take one of any size. */
  public boolean hasRoom(Holder holder, long amount) {
    return isRoomForAny(amount) || hasRoomOfItsOwn(holder, amount);
  }

  /** Whether there is room even for one who holds all that is used, as mostly: without the lock. */
  private boolean isRoomForAny(long amount) {
    long last = used + amount - 1;
    double threshold = threshold(last);
    return last < size && last < threshold && last < alpha * (threshold - last);
  }

  /** What an account may hold while so much is used by all. */
  private double threshold(long used) {
    return (double) alpha * (size - used);
  }

  private synchronized boolean hasRoomOfItsOwn(Holder holder, long amount) {
    if (used == 0) {
      return true;
    }
    // The last unit decides: it finds the least that is free.
    long before = amount - 1;
    if (used + before >= size) {
      return false;
    }
    Share share = shares.get(holder.account());
    long held = before + (share == null ? 0 : share.held);
    double threshold = threshold(used + before);
    if (held >= threshold) {
      return false;
    }
    if (share == null || holder.webhook() == null) {
      return true;
    }
    return share.heldBy(holder.webhook()) + before < alpha * (threshold - held);
  }

  /** What is held by all. */
  public long used() {
    return used;
  }

  /** The whole of it, in the unit of what it holds. */
  public long size() {
    return size;
  }
}
