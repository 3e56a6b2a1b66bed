package io.kurier.batch;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which parties take turns, so that one who queues much makes only itself wait. Each
 * party's own elements keep their order. Its user guards it.
 *
 * @param <E> what queues
 */
public final class FairQueue<E> {

  /** Parties with elements; the first one's turn is next. */
  private final LinkedHashMap<Object, ArrayDeque<E>> parties = new LinkedHashMap<>();

  /** Puts an element behind those of the same party. */
  public void add(Object party, E element) {
    parties.computeIfAbsent(party, first -> new ArrayDeque<>()).add(element);
  }

  /** What {@link #poll()} would give; null where nothing queues. */
  public @Nullable E peek() {
    Map.Entry<Object, ArrayDeque<E>> next = parties.firstEntry();
    return next == null ? null : next.getValue().peek();
  }

  /** Takes the next element out, and gives the turn to the next party; null where none queues. */
  public @Nullable E poll() {
    Map.Entry<Object, ArrayDeque<E>> next = parties.pollFirstEntry();
    if (next == null) {
      return null;
    }
    E element = next.getValue().poll();
    if (!next.getValue().isEmpty()) {
      parties.putLast(next.getKey(), next.getValue());
    }
    return element;
  }

  public boolean isEmpty() {
    return parties.isEmpty();
  }
}
