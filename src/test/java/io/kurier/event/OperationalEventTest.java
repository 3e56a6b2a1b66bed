package io.kurier.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperationalEventTest {

  private static final OperationalEvent.About WEBHOOK =
      new OperationalEvent.About(new UUID(1, 2), "acme", "Käufe \"neu\"");

  private static final String ABOUT =
      "\"webhook\":{\"id\":\"00000000-0000-0001-0000-000000000002\",\"name\":\"Käufe \\\"neu\\\"\"}";

  private static final Instant TIME = Instant.parse("2026-03-02T17:00:20.5Z");

  private static final OperationalEvent SUSPENDED =
      new OperationalEvent.Suspended(WEBHOOK, TIME, "The receiver answered 410 Gone.", 410);

  private static final OperationalEvent RESUMED = new OperationalEvent.Resumed(WEBHOOK, TIME);

  private static final OperationalEvent FAILED =
      new OperationalEvent.DeliveriesFailed(WEBHOOK, Instant.parse("2026-03-02T17:00:00Z"), 42);

  static Stream<OperationalEvent> each() {
    return Stream.of(
        SUSPENDED,
        new OperationalEvent.Suspended(WEBHOOK, TIME, "No whole answer in time.", null),
        RESUMED,
        FAILED);
  }

  private static String body(OperationalEvent event) {
    return new String(event.body(), UTF_8);
  }

  @Test
  void theMembersComeInAFixedOrder() {
    assertEquals(
        "{\"type\":\"kurier.webhook.suspended\",\"occurredAt\":\"2026-03-02T17:00:20.500Z\","
            + ABOUT
            + ",\"reason\":\"The receiver answered 410 Gone.\",\"lastStatus\":410}",
        body(SUSPENDED));
    assertEquals(
        "{\"type\":\"kurier.webhook.resumed\",\"occurredAt\":\"2026-03-02T17:00:20.500Z\","
            + ABOUT
            + "}",
        body(RESUMED));
    assertEquals(
        "{\"type\":\"kurier.deliveries.failed\",\"occurredAt\":\"2026-03-02T17:01:00Z\","
            + ABOUT
            + ",\"count\":42,\"since\":\"2026-03-02T17:00:00Z\",\"until\":\"2026-03-02T17:01:00Z\"}",
        body(FAILED));
  }

  @ParameterizedTest
  @MethodSource("each")
  void aBodyIsWhatTheSchemaSays(OperationalEvent event) {
    EventType type = EventCatalog.builtIn(event.type()).orElseThrow();
    EventSchema schema = EventSchema.compile(Objects.requireNonNull(type.schema()));
    assertEquals(List.of(), schema.check(event.body()));
  }
}
