package io.kurier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Hears of each request to a receiver once it is recorded; tests are not among them. */
public interface AttemptCounter {

  /**
   * A request was recorded.
   *
   * @param sentAt when it was sent
   * @param duration from then to how it ended
   * @param events how many it carried
   */
  void onRecorded(UUID webhookId, Instant sentAt, Duration duration, Outcome outcome, int events);
}
