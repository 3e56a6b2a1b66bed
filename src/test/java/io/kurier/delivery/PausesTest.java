package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.webhook.Target;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom a pause is for that is read or heard of. */
class PausesTest {

  private static final UUID WEBHOOK = new UUID(1, 2);
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  /** Not so long that what waits goes back to the table. */
  private static final Duration SHORT = Standing.LONG_PAUSE.minusSeconds(1);

  private final Map<UUID, Target> present = new HashMap<>();
  private final Throttles throttles = new Throttles();
  private final Pauses pauses = pauses();

  /** Without what it needs to store pauses, and to give rows back. */
  @SuppressWarnings("NullAway")
  private Pauses pauses() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new Pauses(
        null,
        present::get,
        throttles,
        new Standing(null, throttles, null, null, null, null, null, null, clock),
        clock);
  }

  private static Target target(int version) {
    return TestTarget.of(WEBHOOK, version, URI.create("https://example.com"), TestTarget.POLICY);
  }

  private void hear(int version, Duration pause) {
    pauses
        .onNotified(WEBHOOK + " " + version + " " + NOW.plus(pause).toEpochMilli())
        .await()
        .indefinitely();
  }

  @Test
  void aPauseOfThePresentConfigurationHolds() {
    present.put(WEBHOOK, target(2));
    hear(2, SHORT);
    assertEquals(SHORT, throttles.untilNext(target(2), NOW));
  }

  @Test
  void aPauseThatAnEditEndedIsNotHeardOfAgain() {
    present.put(WEBHOOK, target(2));
    hear(1, Duration.ofDays(1));
    assertEquals(Duration.ZERO, throttles.untilNext(target(2), NOW));
    assertTrue(throttles.isEmpty());
  }

  @Test
  void aPauseOfAWebhookThatIsGoneIsNotRemembered() {
    hear(1, Duration.ofDays(1));
    assertTrue(throttles.isEmpty());
  }

  @Test
  void anAnswerThatCameJustWhenTheWebhookWentIsForgotten() {
    Later later = new Later(Duration.ofMinutes(1));
    throttles.onLater(target(2), later, NOW, NOW);
    present.put(WEBHOOK, target(2));
    throttles.forgetFormer(present::get);
    assertEquals(Duration.ofMinutes(1), throttles.untilNext(target(2), NOW));
    present.put(WEBHOOK, target(3));
    throttles.forgetFormer(present::get);
    assertTrue(throttles.isEmpty());
    throttles.onLater(target(3), later, NOW, NOW);
    present.clear();
    throttles.forgetFormer(present::get);
    assertTrue(throttles.isEmpty());
  }
}
