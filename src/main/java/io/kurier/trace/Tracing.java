package io.kurier.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of an event's road: the producer's request, the commit below it, and below that
 * each request to a receiver (decision 20). Whoever is on the road asks {@link #isOn} first, and
 * does nothing else while it is off.
 */
@Singleton
public class Tracing {

  /** True unless the service was told of a collector. */
  static final String OFF = "quarkus.otel.sdk.disabled";

  /**
   * Of a batch that many producers' requests went into, so many are named: as many as OpenTelemetry
   * keeps by default.
   */
  static final int MOST_LINKS = 128;

  private final boolean on;
  private final Tracer tracer;

  @Inject
  Tracing(OpenTelemetry telemetry, @ConfigProperty(name = OFF) boolean off) {
    this(telemetry.getTracer("io.kurier"), !off);
  }

  Tracing(Tracer tracer, boolean on) {
    this.tracer = tracer;
    this.on = on;
  }

  /** Whether traces are made at all. */
  public boolean isOn() {
    return on;
  }

  /**
   * Begins the span of a producer's request.
   *
   * @param header gives the value of a header of the request, or null
   * @return null where its trace is not sampled
   */
  public @Nullable TraceSpan request(String name, UnaryOperator<@Nullable String> header) {
    return started(
        tracer
            .spanBuilder(name)
            .setSpanKind(SpanKind.SERVER)
            .setParent(TraceContext.received(header)));
  }

  /** Begins the span of a step. */
  public @Nullable TraceSpan step(String name, TraceContext parent) {
    return started(tracer.spanBuilder(name).setParent(below(parent)));
  }

  /**
   * Begins the span of a request to a receiver. It belongs to the trace of the first event; where
   * the events are of several requests, it has a link to each of these, the first included.
   *
   * @param events where the events of the request belong
   * @return null where none of them has a trace
   */
  public @Nullable TraceSpan attempt(String name, Set<TraceContext> events) {
    Iterator<TraceContext> each = events.iterator();
    if (!each.hasNext()) {
      return null;
    }
    SpanBuilder builder =
        tracer.spanBuilder(name).setSpanKind(SpanKind.CLIENT).setParent(below(each.next()));
    if (events.size() > 1) {
      events.stream().limit(MOST_LINKS).forEach(event -> builder.addLink(event.span()));
    }
    return started(builder);
  }

  private static @Nullable TraceSpan started(SpanBuilder builder) {
    Span span = builder.startSpan();
    return span.isRecording() ? new TraceSpan(span) : null;
  }

  private static Context below(TraceContext parent) {
    return Context.root().with(Span.wrap(parent.span()));
  }
}
