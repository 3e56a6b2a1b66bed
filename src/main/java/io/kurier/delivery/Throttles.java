package io.kurier.delivery;

import io.kurier.webhook.Target;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The throttle of each webhook whose receiver asked for less; the others have none. */
@Singleton
class Throttles {

  private final ConcurrentHashMap<UUID, Throttle> throttles = new ConcurrentHashMap<>();

  /** Whether nobody asked for less: mostly so, and asked before each request. */
  boolean isEmpty() {
    return throttles.isEmpty();
  }

  /** The throttle of a webhook as it is configured now. */
  @Nullable Throttle of(Target target) {
    if (throttles.isEmpty()) {
      return null;
    }
    Throttle throttle = throttles.get(target.id());
    return throttle != null && throttle.version() == target.version() ? throttle : null;
  }

  /** How long to wait before the next request of a webhook. */
  Duration untilNext(Target target, Instant now) {
    Throttle throttle = of(target);
    return throttle == null ? Duration.ZERO : throttle.untilNext(now);
  }

  void onBegun(Target target, Instant now) {
    if (of(target) != null) {
      throttles.computeIfPresent(
          target.id(),
          (id, known) -> known.version() == target.version() ? known.onBegun(now) : known);
    }
  }

  void onAcknowledged(Target target, Instant began) {
    if (of(target) != null) {
      throttles.computeIfPresent(
          target.id(),
          (id, known) -> known.version() == target.version() ? known.onAcknowledged(began) : known);
    }
  }

  /** Returns what it is then. */
  Throttle onLater(Target target, Later later, Instant began, Instant now) {
    return throttles.compute(
        target.id(),
        (id, known) ->
            known == null || known.version() != target.version()
                ? Throttle.first(target.version(), later, now)
                : known.onLater(later, began, now));
  }

  /** Another node was asked for a pause. */
  void onHeard(Target target, Instant until, Instant now) {
    throttles.compute(
        target.id(),
        (id, known) ->
            known == null || known.version() != target.version()
                ? Throttle.heard(target.version(), until, now)
                : known.onHeard(until));
  }

  /** Forgets what was about a configuration before that. */
  void forgetBefore(UUID webhookId, int version) {
    throttles.computeIfPresent(webhookId, (id, known) -> known.version() < version ? null : known);
  }

  /**
   * Forgets what is not about a present configuration: an answer may have come just when the
   * webhook was edited or went.
   */
  void forgetFormer(Targets targets) {
    throttles
        .entrySet()
        .removeIf(
            entry -> {
              Target target = targets.find(entry.getKey());
              return target == null || target.version() != entry.getValue().version();
            });
  }
}
