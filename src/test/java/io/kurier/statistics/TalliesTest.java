package io.kurier.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TalliesTest {

  private static final UUID WEBHOOK = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final Instant MINUTE = Instant.parse("2026-03-01T12:34:00Z");

  private final Tallies tallies = new Tallies();

  private void count(UUID webhook, Instant sentAt) {
    tallies.onRecorded(
        webhook, sentAt, Duration.ofMillis(8), new Outcome.Acknowledged(200, new byte[0]), 2);
  }

  private static long acknowledged(Map<Tallies.Key, Tally> taken, UUID webhook, Instant minute) {
    return Objects.requireNonNull(taken.get(new Tallies.Key(webhook, minute))).acknowledged;
  }

  @Test
  void eachWebhookAndMinuteIsCountedForItself() {
    count(WEBHOOK, MINUTE);
    count(WEBHOOK, MINUTE.plusMillis(59_999));
    count(WEBHOOK, MINUTE.plusSeconds(60));
    count(OTHER, MINUTE);
    Map<Tallies.Key, Tally> taken = tallies.take();
    assertEquals(3, taken.size());
    assertEquals(2, acknowledged(taken, WEBHOOK, MINUTE));
    assertEquals(1, acknowledged(taken, WEBHOOK, MINUTE.plusSeconds(60)));
    assertEquals(1, acknowledged(taken, OTHER, MINUTE));
  }

  @Test
  void whatIsTakenIsNotCountedAgain() {
    count(WEBHOOK, MINUTE);
    tallies.take();
    assertTrue(tallies.take().isEmpty());
  }

  @Test
  void whatIsPutBackIsAddedToWhatWasCountedMeanwhile() {
    count(WEBHOOK, MINUTE);
    count(OTHER, MINUTE);
    Map<Tallies.Key, Tally> taken = tallies.take();
    count(WEBHOOK, MINUTE);
    tallies.putBack(taken);
    Map<Tallies.Key, Tally> again = tallies.take();
    assertEquals(2, acknowledged(again, WEBHOOK, MINUTE));
    assertEquals(1, acknowledged(again, OTHER, MINUTE));
  }
}
