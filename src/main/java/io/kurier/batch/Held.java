package io.kurier.batch;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The delivery rows that this node holds, from before they are inserted or claimed until their
 * outcome is recorded, and the memory that they take.
 */
final class Held {

  private final ConcurrentHashMap<UUID, Integer> weights = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final long cap;

  Held(long cap) {
    this.cap = cap;
  }

  /** Takes a row in; false where the node's memory has no room, or the row is held already. */
  boolean add(UUID id, int weight) {
    if (bytes.addAndGet(weight) > cap || weights.putIfAbsent(id, weight) != null) {
      bytes.addAndGet(-weight);
      return false;
    }
    return true;
  }

  void remove(UUID id) {
    Integer weight = weights.remove(id);
    if (weight != null) {
      bytes.addAndGet(-weight);
    }
  }

  boolean contains(UUID id) {
    return weights.containsKey(id);
  }

  /** Whether the next row of ordinary size may find no room. */
  boolean isNearlyFull() {
    return bytes.get() > cap - cap / 16;
  }

  Set<UUID> ids() {
    return weights.keySet();
  }

  long bytes() {
    return bytes.get();
  }

  int size() {
    return weights.size();
  }
}
