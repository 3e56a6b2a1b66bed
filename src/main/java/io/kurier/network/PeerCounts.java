package io.kurier.network;

import java.util.HashMap;
import java.util.Map;

/**
 * How much each peer has of something, none more than a bound. Peers that have none take no room.
 */
final class PeerCounts {

  private final int most;

  // Guarded by this.
  private final Map<Peer, Integer> counts = new HashMap<>();

  /**
   * Nobody has any yet.
   *
   * @param most how many a peer may have; at least 1
   */
  PeerCounts(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("kurier.connections-per-address must be 1 or more.");
    }
    this.most = most;
  }

  /** One more, which is to be {@link #remove removed}; false, and none, where it has the most. */
  synchronized boolean tryAdd(Peer peer) {
    int count = counts.getOrDefault(peer, 0);
    if (count >= most) {
      return false;
    }
    counts.put(peer, count + 1);
    return true;
  }

  /** One less. */
  synchronized void remove(Peer peer) {
    if (counts.computeIfPresent(peer, (same, count) -> count - 1) == null) {
      throw new IllegalStateException("more are removed than were added");
    }
    counts.remove(peer, 0);
  }

  /** How many peers have any. */
  synchronized int peers() {
    return counts.size();
  }
}
