package io.kurier.webhook;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What matching needs to know of a webhook that takes deliveries. Immutable; a change of the
 * webhook makes a new one.
 *
 * @param events types, and patterns that end in {@code *}
 * @param target what sending needs; null where this node can't read that, and then deliveries wait
 *     in the table, for a node that can
 */
public record Subscriber(UUID id, String accountId, List<String> events, @Nullable Target target) {

  static Subscriber of(Target target) {
    return new Subscriber(target.id(), target.accountId(), target.events(), target);
  }

  @Override
  public String toString() {
    return "Subscriber[" + id + "]";
  }
}
