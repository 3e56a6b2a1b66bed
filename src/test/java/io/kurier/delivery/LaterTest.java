package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers say "later", and which say "no". */
class LaterTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static @Nullable Later refused(int status, @Nullable String retryAfter) {
    return Later.of(new Outcome.Refused(status, new byte[0], retryAfter), NOW);
  }

  @ParameterizedTest
  @ValueSource(ints = {413, 429, 502, 503, 504})
  void fiveStatusesMayStateATime(int status) {
    assertEquals(new Later(Duration.ofSeconds(7)), refused(status, "7"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404, 408, 410, 425, 500, 501, 505, 507})
  void onOthersTheHeaderMeansNothing(int status) {
    assertNull(refused(status, "7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "soon", "-1", "Sun, 01 Mar 2026 09:00:00 GMT"})
  void withoutATimeAheadOnly429SaysLater(String retryAfter) {
    assertEquals(new Later(null), refused(429, retryAfter));
    assertNull(refused(503, retryAfter));
    assertNull(refused(413, retryAfter));
  }

  @Test
  void withoutTheHeaderOnly429SaysLater() {
    assertEquals(new Later(null), refused(429, null));
    assertNull(refused(503, null));
  }

  @Test
  void whatNeverAnsweredSaysNothing() {
    assertNull(Later.of(new Outcome.TimedOut("late"), NOW));
    assertNull(Later.of(new Outcome.Unreachable("no"), NOW));
    assertNull(Later.of(new Outcome.Blocked("private"), NOW));
    assertNull(Later.of(new Outcome.Acknowledged(200, new byte[0]), NOW));
  }
}
