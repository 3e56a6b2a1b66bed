package io.kurier.statistics;

import io.kurier.delivery.AttemptCounter;
import io.kurier.delivery.Outcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What this node counted and has not stored yet: a tally for each webhook and minute. Bounded by
 * the webhooks that were sent something meanwhile, since nothing is recorded while nothing can be
 * stored.
 */
@Singleton
class Tallies implements AttemptCounter {

  /** A webhook's minute. */
  record Key(UUID webhookId, Instant minute) {}

  private final Object lock = new Object();
  private Map<Key, Tally> counted = new HashMap<>();

  @Override
  public void onRecorded(
      UUID webhookId, Instant sentAt, Duration duration, Outcome outcome, int events) {
    Key key = new Key(webhookId, sentAt.truncatedTo(ChronoUnit.MINUTES));
    synchronized (lock) {
      counted.computeIfAbsent(key, absent -> new Tally()).count(duration, outcome, events);
    }
  }

  /** Takes out all that was counted. */
  Map<Key, Tally> take() {
    synchronized (lock) {
      Map<Key, Tally> taken = counted;
      counted = new HashMap<>();
      return taken;
    }
  }

  /** Puts back what could not be stored. */
  void putBack(Map<Key, Tally> taken) {
    synchronized (lock) {
      taken.forEach((key, tally) -> counted.computeIfAbsent(key, absent -> new Tally()).add(tally));
    }
  }
}
