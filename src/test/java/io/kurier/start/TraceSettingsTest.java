package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceSettingsTest {

  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String DISABLED = "quarkus.otel.sdk.disabled";

  private static Map<String, String> properties(Map<String, String> given) {
    return TraceSettings.properties(name -> Optional.ofNullable(given.get(name)));
  }

  @Test
  void withoutACollectorTheyAreOff() {
    assertEquals("true", properties(Map.of()).get(DISABLED));
    assertEquals("true", properties(Map.of(ENDPOINT, " ")).get(DISABLED));
    // Both of them ask.
    assertEquals("true", properties(Map.of()).get("otel.sdk.disabled"));
  }

  @ParameterizedTest
  @CsvSource({
    "otel.sdk.disabled, TRUE, true",
    "otel.sdk.disabled, false, false",
    "otel.traces.exporter, none, true",
    "otel.traces.exporter, otlp, false"
  })
  void theyCanBeOffInSpiteOfOne(String name, String value, String off) {
    Map<String, String> given = new HashMap<>(Map.of(ENDPOINT, "http://collector:4317"));
    given.put(name, value);
    assertEquals(off, properties(given).get(DISABLED));
  }

  @Test
  void quarkusIsToldInItsOwnWords() {
    Map<String, String> properties =
        properties(
            Map.of(
                ENDPOINT,
                "http://collector:4317",
                "otel.service.name",
                "hooks",
                "otel.exporter.otlp.timeout",
                "2500"));
    assertEquals("http://collector:4317", properties.get("quarkus." + ENDPOINT));
    assertEquals("hooks", properties.get("quarkus.otel.service.name"));
    assertEquals("2500ms", properties.get("quarkus.otel.exporter.otlp.timeout"));
    assertNull(properties.get("quarkus.otel.resource.attributes"));
    // The standard's value, which Quarkus does not know.
    assertEquals("cdi", properties.get("otel.traces.exporter"));
  }
}
