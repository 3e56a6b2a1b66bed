package io.kurier.delivery;

import io.kurier.webhook.Target;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The breaker of each webhook whose last request was not acknowledged; the others are closed. */
@Singleton
class Breakers {

  private final ConcurrentHashMap<UUID, Breaker> breakers = new ConcurrentHashMap<>();

  Breaker of(UUID webhookId) {
    return breakers.getOrDefault(webhookId, Breaker.CLOSED);
  }

  /** Returns whether it was not closed and unblemished before. */
  boolean onAcknowledged(UUID webhookId) {
    return !breakers.isEmpty() && breakers.remove(webhookId) != null;
  }

  Breaker onFailure(Target target, Instant now) {
    return breakers.merge(
        target.id(), Breaker.CLOSED.onFailure(now), (known, first) -> known.onFailure(now));
  }

  /** Closes it, whatever happened before. */
  void forget(UUID webhookId) {
    breakers.remove(webhookId);
  }
}
