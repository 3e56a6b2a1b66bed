package io.kurier.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The service as it is without any setting. */
@QuarkusTest
class TracingOffTest {

  @Inject Tracing tracing;
  @Inject Optional<ExemplarSampler> exemplars;
  @Inject Vertx vertx;

  @Test
  void nothingIsThereThatCouldCost() {
    assertFalse(tracing.isOn());
    assertEquals(Optional.empty(), exemplars);
    assertEquals(null, ((VertxInternal) vertx).tracer());
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.matches("(?i).*(span|otel|otlp|telemetry).*"))
            .toList();
    assertEquals(List.of(), threads);
  }
}
