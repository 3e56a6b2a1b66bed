package io.kurier.batch;

import io.kurier.share.Holder;
import io.kurier.share.SharedPool;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The delivery rows that this node holds, from before they are inserted or claimed until their
 * outcome is recorded, and the memory that they take.
 */
final class Held {

  /** A row of ordinary size is less than this part of the memory. */
  private static final int ROWS_AT_LEAST = 16;

  private record Row(Holder holder, int weight) {}

  private final ConcurrentHashMap<UUID, Row> rows = new ConcurrentHashMap<>();
  private final SharedPool memory;

  /**
   * @param memory in bytes
   */
  Held(SharedPool memory) {
    this.memory = memory;
  }

  /** Takes a row in; false where its holder's share has no room, or the row is held already. */
  boolean add(Holder holder, UUID id, int weight) {
    if (!memory.tryTake(holder, weight)) {
      return false;
    }
    if (rows.putIfAbsent(id, new Row(holder, weight)) != null) {
      memory.giveBack(holder, weight);
      return false;
    }
    return true;
  }

  void remove(UUID id) {
    Row row = rows.remove(id);
    if (row != null) {
      memory.giveBack(row.holder(), row.weight());
    }
  }

  /** Removes rows, mostly of one holder: what they took is given back at once. */
  void removeAll(Iterable<UUID> ids) {
    Holder holder = null;
    long weight = 0;
    for (UUID id : ids) {
      Row row = rows.remove(id);
      if (row == null) {
        continue;
      }
      if (holder != null && !holder.equals(row.holder())) {
        memory.giveBack(holder, weight);
        weight = 0;
      }
      holder = row.holder();
      weight += row.weight();
    }
    if (holder != null) {
      memory.giveBack(holder, weight);
    }
  }

  boolean contains(UUID id) {
    return rows.containsKey(id);
  }

  /** Whether the holder's next row of ordinary size may find no room. */
  boolean isNearlyFull(Holder holder) {
    return !memory.hasRoom(holder, memory.size() / ROWS_AT_LEAST);
  }

  long bytes() {
    return memory.used();
  }

  int size() {
    return rows.size();
  }
}
