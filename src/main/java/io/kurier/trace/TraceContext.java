package io.kurier.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, below which other spans can be put: in this process, or in another one and
 * much later. Only of traces that are sampled; of the others nothing is kept.
 */
public final class TraceContext {

  static final String PARENT = "traceparent";
  static final String STATE = "tracestate";

  private static final TextMapGetter<UnaryOperator<@Nullable String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(UnaryOperator<@Nullable String> carrier) {
          return List.of(PARENT, STATE);
        }

        @Override
        public @Nullable String get(
            @Nullable UnaryOperator<@Nullable String> carrier, String name) {
          return carrier == null ? null : carrier.apply(name);
        }
      };

  private final SpanContext span;

  /** Asked for by each event of a request; made once, or by two threads at a time. */
  private @Nullable String text;

  private TraceContext(SpanContext span) {
    this.span = span;
  }

  static TraceContext of(SpanContext span) {
    return new TraceContext(span);
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @return null where it is null, or nothing that can be read
   */
  public static @Nullable TraceContext parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int space = text.indexOf(' ');
    String parent = space < 0 ? text : text.substring(0, space);
    String state = space < 0 ? null : text.substring(space + 1);
    SpanContext span =
        Span.fromContext(received(name -> name.equals(PARENT) ? parent : state)).getSpanContext();
    return span.isValid() ? new TraceContext(span) : null;
  }

  /** What comes in the headers of a request (W3C Trace Context); the root where nothing does. */
  static Context received(UnaryOperator<@Nullable String> header) {
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), header, HEADERS);
  }

  /**
   * As it is kept with an event: the W3C {@code traceparent}, and after a space the {@code
   * tracestate} where there is one.
   */
  public String text() {
    String made = text;
    if (made == null) {
      Map<String, String> headers = headers();
      String parent = String.valueOf(headers.get(PARENT));
      String state = headers.get(STATE);
      made = state == null ? parent : parent + " " + state;
      text = made;
    }
    return made;
  }

  /** The headers that tell another service of it. */
  public Map<String, String> headers() {
    Map<String, String> headers = HashMap.newHashMap(2);
    W3CTraceContextPropagator.getInstance()
        .inject(Context.root().with(Span.wrap(span)), headers, TraceContext::put);
    return headers;
  }

  private static void put(@Nullable Map<String, String> headers, String name, String value) {
    if (headers != null) {
      headers.put(name, value);
    }
  }

  SpanContext span() {
    return span;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TraceContext context
        && span.getSpanId().equals(context.span.getSpanId())
        && span.getTraceId().equals(context.span.getTraceId());
  }

  @Override
  public int hashCode() {
    return span.getSpanId().hashCode();
  }

  @Override
  public String toString() {
    return "TraceContext[" + span.getTraceId() + "/" + span.getSpanId() + "]";
  }
}
