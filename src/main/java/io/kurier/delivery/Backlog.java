package io.kurier.delivery;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The webhooks of which due rows wait in the table, as far as this node knows. New rows of theirs
 * go to the table too: else they would overtake the older ones for ever.
 */
@Singleton
class Backlog {

  private final Set<UUID> webhooks = ConcurrentHashMap.newKeySet();

  boolean contains(UUID webhookId) {
    return !webhooks.isEmpty() && webhooks.contains(webhookId);
  }

  void add(UUID webhookId) {
    webhooks.add(webhookId);
  }

  void remove(UUID webhookId) {
    webhooks.remove(webhookId);
  }
}
