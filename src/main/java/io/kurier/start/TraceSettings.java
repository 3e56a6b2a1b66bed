package io.kurier.start;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Traces, switched on and off by OpenTelemetry's standard variables: on where {@code
 * OTEL_EXPORTER_OTLP_ENDPOINT} names a collector, unless {@code OTEL_SDK_DISABLED} is true or
 * {@code OTEL_TRACES_EXPORTER} is none. Quarkus has names of its own for some of them; the others,
 * such as {@code OTEL_TRACES_SAMPLER}, OpenTelemetry reads by itself.
 */
final class TraceSettings {

  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String TIMEOUT = "otel.exporter.otlp.timeout";

  /** What Quarkus knows by the same name with a prefix. */
  private static final String[] RENAMED = {
    ENDPOINT,
    "otel.exporter.otlp.protocol",
    "otel.exporter.otlp.headers",
    "otel.exporter.otlp.compression",
    "otel.service.name",
    "otel.resource.attributes"
  };

  private TraceSettings() {}

  /**
   * What Quarkus and OpenTelemetry have to be told.
   *
   * @param property gives a property's value, from wherever
   */
  static Map<String, String> properties(Function<String, Optional<String>> property) {
    Function<String, @Nullable String> text =
        name -> property.apply(name).map(String::strip).filter(s -> !s.isEmpty()).orElse(null);
    boolean off =
        text.apply(ENDPOINT) == null
            || "true".equalsIgnoreCase(text.apply("otel.sdk.disabled"))
            || "none".equalsIgnoreCase(text.apply("otel.traces.exporter"));
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("quarkus.otel.sdk.disabled", Boolean.toString(off));
    properties.put("otel.sdk.disabled", Boolean.toString(off));
    // Quarkus's own exporter; and there are no others for what Prometheus and the log are for.
    properties.put("otel.traces.exporter", "cdi");
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    if (off) {
      return properties;
    }
    for (String name : RENAMED) {
      String value = text.apply(name);
      if (value != null) {
        properties.put("quarkus." + name, value);
      }
    }
    String timeout = text.apply(TIMEOUT);
    if (timeout != null) {
      properties.put("quarkus." + TIMEOUT, timeout + "ms");
    }
    return properties;
  }
}
