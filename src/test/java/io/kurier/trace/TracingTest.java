package io.kurier.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final List<SpanData> exported = new ArrayList<>();

  private Tracing tracing() {
    SpanExporter exporter =
        new SpanExporter() {
          @Override
          public CompletableResultCode export(Collection<SpanData> spans) {
            exported.addAll(spans);
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
          }
        };
    return new Tracing(
        SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()
            .get("test"),
        true);
  }

  private static TraceContext context(int number) {
    return required(
        TraceContext.parse("00-0af7651916cd43dd8448eb211c80319c-%016x-01".formatted(number)));
  }

  private static <T> T required(@Nullable T value) {
    assertNotNull(value);
    return value;
  }

  @Test
  void aContextIsKeptAsText() {
    assertEquals(PARENT, required(TraceContext.parse(PARENT)).text());
    TraceContext withState = required(TraceContext.parse(PARENT + " a=1,b=2"));
    assertEquals(PARENT + " a=1,b=2", withState.text());
    assertEquals(Map.of("traceparent", PARENT, "tracestate", "a=1,b=2"), withState.headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "00-", "00-0-0-01", "nonsense a=1"})
  void whatIsNoContextIsNone(String text) {
    assertNull(TraceContext.parse(text));
  }

  @Test
  void oneEventOrManyOfOneRequestNeedNoLink() {
    required(tracing().attempt("POST", Set.of(context(1)))).end();

    assertEquals("0000000000000001", exported.getFirst().getParentSpanId());
    assertEquals(0, exported.getFirst().getTotalRecordedLinks());
  }

  @Test
  void ofVeryManyRequestsSoManyAreLinked() {
    Set<TraceContext> events = new LinkedHashSet<>();
    for (int i = 1; i <= 1_000; i++) {
      events.add(context(i));
      // As it is read from the table, once for each event.
      events.add(context(i));
    }
    assertEquals(1_000, events.size());

    required(tracing().attempt("POST", events)).end();

    assertEquals("0000000000000001", exported.getFirst().getParentSpanId());
    assertEquals(Tracing.MOST_LINKS, exported.getFirst().getTotalRecordedLinks());
    assertEquals(
        "0000000000000080", exported.getFirst().getLinks().getLast().getSpanContext().getSpanId());
  }

  @Test
  void whatIsNotSampledIsNoSpan() {
    assertNull(tracing().request("POST", name -> null));
    assertNull(tracing().request("POST", name -> PARENT.replace("-01", "-00")));
    assertNull(tracing().attempt("POST", Set.of()));
  }
}
