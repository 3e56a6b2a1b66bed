package io.kurier.share;

import io.kurier.observe.Meters;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The pools of this node. */
@Singleton
public class Pools {

  /** Claims must leave connections of the database to those who commit. */
  private static final int CLAIMS = 4;

  /** Some seconds of work, and twice the longest request for an account alone. */
  private static final int WAITING_EVENTS = 150_000;

  /** Their bodies count as taken in meanwhile, so this is only reached by small ones. */
  private static final int WAITING_READS = 1_000;

  /** Parts of the heap. An answer may have 16 KiB, and many small heaps are about. */
  private static final int WAITING_BYTES_PART = 8;

  private static final int UNRECORDED_BYTES_PART = 16;

  private final Map<Pool, SharedPool> pools = new EnumMap<>(Pool.class);

  Pools(PoolsConfig config, Descriptors descriptors, Meters meters) {
    long heap = Runtime.getRuntime().maxMemory();
    int processors = Runtime.getRuntime().availableProcessors();
    add(Pool.REQUESTS, new SharedPool(descriptors.requests()));
    add(
        Pool.BUFFERED_BYTES,
        new SharedPool(percent("buffered-heap-percent", config.bufferedHeapPercent(), heap)));
    add(Pool.CONNECTIONS, new SharedPool(descriptors.connections()));
    add(
        Pool.INTAKE_BYTES,
        new SharedPool(percent("intake-heap-percent", config.intakeHeapPercent(), heap)));
    add(Pool.STREAMS, new SharedPool(atLeastOne("streams", config.streams())));
    add(Pool.UNRECORDED, new SharedPool(atLeastOne("unrecorded", config.unrecorded())));
    add(Pool.UNRECORDED_BYTES, new SharedPool(heap / UNRECORDED_BYTES_PART));
    add(Pool.WAITING_EVENTS, new SharedPool(WAITING_EVENTS));
    add(Pool.WAITING_BYTES, new SharedPool(heap / WAITING_BYTES_PART));
    add(Pool.CLAIMS, new SharedPool(CLAIMS, 1));
    add(Pool.WAITING_READS, new SharedPool(WAITING_READS));
    // Half of the processors stay free for the event loops, and a place for another account.
    add(Pool.READS, new SharedPool(Math.max(2, processors / 2), 1));
    pools.forEach((pool, shared) -> meters.watchPool(pool.label(), shared::used, shared.size()));
  }

  /** The pool of this node. */
  public SharedPool of(Pool pool) {
    return Objects.requireNonNull(pools.get(pool));
  }

  private void add(Pool pool, SharedPool shared) {
    pools.put(pool, shared);
  }

  private static long percent(String setting, int percent, long heap) {
    if (percent < 1 || percent > 50) {
      throw new IllegalArgumentException("kurier.pool." + setting + " must be from 1 to 50.");
    }
    return heap / 100 * percent;
  }

  static int atLeastOne(String setting, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("kurier.pool." + setting + " must be 1 or more.");
    }
    return size;
  }
}
