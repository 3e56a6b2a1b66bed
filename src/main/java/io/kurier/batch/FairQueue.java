package io.kurier.batch;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which parties take turns, so that one who queues much makes only itself wait. Each
 * party's own elements keep their order. Its user guards it.
 *
 * @param <E> what queues
 */
public final class FairQueue<E> {

  /** Elements of a party that are looked at to find one that may go. */
  private static final int LOOKS = 16;

  /** Parties with elements; the first one's turn is next. */
  private final LinkedHashMap<String, ArrayDeque<E>> parties = new LinkedHashMap<>();

  /** Puts an element behind those of the same party. */
  public void add(String party, E element) {
    parties.computeIfAbsent(party, first -> new ArrayDeque<>()).add(element);
  }

  /** What {@link #poll()} would give; null where nothing queues. */
  public @Nullable E peek() {
    Map.Entry<String, ArrayDeque<E>> next = parties.firstEntry();
    return next == null ? null : next.getValue().peek();
  }

  /** Takes the next element out, and gives the turn to the next party; null where none queues. */
  public @Nullable E poll() {
    Map.Entry<String, ArrayDeque<E>> next = parties.pollFirstEntry();
    if (next == null) {
      return null;
    }
    E element = next.getValue().poll();
    if (!next.getValue().isEmpty()) {
      parties.putLast(next.getKey(), next.getValue());
    }
    return element;
  }

  /**
   * Takes the next element that may go out of the queue, and gives the turn to the next party. An
   * element that may not go changes places with those of its own party behind it.
   *
   * @param mayParty whether any element of a party may go
   * @param may whether an element may go; it is taken out where this says yes
   * @return null where none may go, of the first few of each party
   */
  public @Nullable E poll(Predicate<String> mayParty, Predicate<? super E> may) {
    for (String party : List.copyOf(parties.keySet())) {
      if (mayParty.test(party)) {
        E found = pollOf(party, may);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable E pollOf(String party, Predicate<? super E> may) {
    ArrayDeque<E> elements = Objects.requireNonNull(parties.get(party));
    int looks = Math.min(LOOKS, elements.size());
    for (int i = 0; i < looks; i++) {
      E next = elements.remove();
      if (may.test(next)) {
        parties.remove(party);
        if (!elements.isEmpty()) {
          parties.putLast(party, elements);
        }
        return next;
      }
      elements.add(next);
    }
    return null;
  }

  public boolean isEmpty() {
    return parties.isEmpty();
  }
}
