package io.kurier.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** Something that is under way and will be seen in a trace. What is never ended is never seen. */
public final class TraceSpan {

  private final Span span;

  TraceSpan(Span span) {
    this.span = span;
  }

  /** Where what is done for it belongs. */
  public TraceContext context() {
    return TraceContext.of(span.getSpanContext());
  }

  /** Notes an attribute. Never a secret: traces are read by whoever runs the collector. */
  public TraceSpan with(String attribute, String value) {
    span.setAttribute(attribute, value);
    return this;
  }

  /** Notes an attribute. */
  public TraceSpan with(String attribute, long value) {
    span.setAttribute(attribute, value);
    return this;
  }

  /**
   * Notes that it did not end well.
   *
   * @param kind {@code error.type}: one of a few words, never a message
   */
  public TraceSpan failed(String kind) {
    span.setAttribute("error.type", kind);
    span.setStatus(StatusCode.ERROR);
    return this;
  }

  /** It is over. */
  public void end() {
    span.end();
  }

  /** Measures something as a part of it: metrics then name it as an example (exemplars). */
  public void measure(Runnable measuring) {
    Exemplars.measure(span.getSpanContext(), measuring);
  }
}
