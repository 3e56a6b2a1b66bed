package io.kurier.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.prometheus.client.exemplars.DefaultExemplarSampler;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.prometheus.client.exemplars.tracer.common.SpanContextSupplier;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Tells the metrics which span they are measured in. Quarkus's own way looks for it in the Vert.x
 * context, where requests to receivers have none, and makes a context for each look.
 */
class Exemplars {

  private static final ThreadLocal<@Nullable SpanContext> MEASURED = new ThreadLocal<>();

  /** Empty while there are no traces: then no metric ever asks. */
  @Produces
  @Singleton
  @Alternative
  @Priority(1)
  Optional<ExemplarSampler> sampler(@ConfigProperty(name = Tracing.OFF) boolean off) {
    return off ? Optional.empty() : Optional.of(new DefaultExemplarSampler(new Measured()));
  }

  static void measure(SpanContext span, Runnable measuring) {
    MEASURED.set(span);
    try {
      measuring.run();
    } finally {
      MEASURED.remove();
    }
  }

  private static final class Measured implements SpanContextSupplier {

    @Override
    public @Nullable String getTraceId() {
      SpanContext span = MEASURED.get();
      return span == null ? null : span.getTraceId();
    }

    @Override
    public @Nullable String getSpanId() {
      SpanContext span = MEASURED.get();
      return span == null ? null : span.getSpanId();
    }

    @Override
    public boolean isSampled() {
      SpanContext span = MEASURED.get();
      return span != null && span.isSampled();
    }
  }
}
