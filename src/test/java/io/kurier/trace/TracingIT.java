package io.kurier.trace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.ServerDatabase;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The packaged service, switched on by the standard variables, and a collector that is played. */
class TracingIT {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER_TRACE = "1bf7651916cd43dd8448eb211c80319d";
  private static final String PRODUCER = "b7ad6b7169203331";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private Receiver collector;
  private Receiver receiver;

  @BeforeEach
  void open() {
    collector = Receiver.willing();
    receiver = Receiver.willing();
  }

  @AfterEach
  void close() {
    receiver.close();
    collector.close();
  }

  private NodeProcess start(String database, UnaryOperator<NodeProcess.Setup> more)
      throws Exception {
    return NodeProcess.start(
        more.apply(
            NodeProcess.Setup.of(DATABASE.create(database))
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(""))
                .with("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .with("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=kurier")
                .with("OTEL_SERVICE_NAME", "hooks")
                .with("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
                .with("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "0.05S")));
  }

  private static void post(NodeProcess node, String traceparent) throws Exception {
    HttpRequest request =
        node.request("/v1/events")
            .header("Content-Type", "application/json")
            .header("traceparent", traceparent)
            .header("tracestate", "vendor=1")
            .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"contact_added\"}"))
            .build();
    assertEquals(202, HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
  }

  private static String sampled(String trace) {
    return "00-" + trace + "-" + PRODUCER + "-01";
  }

  private List<ResourceSpans> exported() {
    List<ResourceSpans> all = new ArrayList<>();
    for (Receiver.Got got : collector.got("/v1/traces")) {
      try {
        all.addAll(ExportTraceServiceRequest.parseFrom(got.body()).getResourceSpansList());
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return all;
  }

  private Stream<Span> spans() {
    return exported().stream()
        .flatMap(of -> of.getScopeSpansList().stream())
        .flatMap(of -> of.getSpansList().stream());
  }

  /** Those of a trace with that name, in the order of their beginning, once there are so many. */
  private List<Span> awaited(String trace, String name, int count) {
    await().until(() -> of(trace, name).size() >= count);
    List<Span> spans = of(trace, name);
    assertEquals(count, spans.size());
    return spans;
  }

  private List<Span> of(String trace, String name) {
    return spans()
        .filter(span -> hex(span.getTraceId()).equals(trace) && span.getName().equals(name))
        .sorted((a, b) -> Long.compare(a.getStartTimeUnixNano(), b.getStartTimeUnixNano()))
        .toList();
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                each ->
                    each.getValue().hasIntValue()
                        ? Long.toString(each.getValue().getIntValue())
                        : each.getValue().getStringValue()));
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /** What a request to the receiver tells of its span. */
  private static String told(Span span) {
    return "00-" + hex(span.getTraceId()) + "-" + hex(span.getSpanId()) + "-01";
  }

  @Test
  void oneTraceLeadsFromTheProducerToEachAttempt() throws Exception {
    receiver.answer(
        got -> Answer.of(receiver.got("/hook?token=geheim").size() == 1 ? 500 : 200, ""));
    try (NodeProcess node = start("trace_attempts", setup -> setup)) {
      String webhook =
          node.createWebhook(
              receiver.url("/hook?token=geheim"), ",\"delivery\":{\"retry\":[\"PT0.1S\"]}");

      post(node, sampled(TRACE));

      Span accept = awaited(TRACE, "POST /v1/events", 1).getFirst();
      assertEquals(PRODUCER, hex(accept.getParentSpanId()));
      assertEquals(Span.SpanKind.SPAN_KIND_SERVER, accept.getKind());
      assertEquals("202", attributes(accept.getAttributesList()).get("http.response.status_code"));
      Span commit = awaited(TRACE, "commit", 1).getFirst();
      assertEquals(accept.getSpanId(), commit.getParentSpanId());
      // The second was claimed from the table: its place in the trace was kept there.
      List<Span> attempts = awaited(TRACE, "POST", 2);
      for (int i = 0; i < 2; i++) {
        Span attempt = attempts.get(i);
        Receiver.Got got = receiver.got().get(i);
        assertEquals(commit.getSpanId(), attempt.getParentSpanId());
        assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, attempt.getKind());
        assertEquals(told(attempt), got.header("traceparent"));
        assertEquals("vendor=1", got.header("tracestate"));
        Map<String, String> attributes = attributes(attempt.getAttributesList());
        assertEquals(receiver.url("/hook"), attributes.get("url.full"));
        assertEquals(webhook, attributes.get("kurier.webhook.id"));
        assertEquals(got.header("X-Webhook-ID"), attributes.get("kurier.delivery.id"));
        assertEquals(got.header("X-Request-ID"), attributes.get("kurier.request.id"));
        assertEquals(0, attempt.getLinksCount());
      }
      assertEquals(Status.StatusCode.STATUS_CODE_ERROR, attempts.getFirst().getStatus().getCode());
      assertEquals("500", attributes(attempts.getFirst().getAttributesList()).get("error.type"));
      assertEquals(
          "1", attributes(attempts.getLast().getAttributesList()).get("http.request.resend_count"));

      Map<String, String> resource =
          attributes(exported().getFirst().getResource().getAttributesList());
      assertEquals("hooks", resource.get("service.name"));
      assertEquals("test", resource.get("deployment.environment.name"));
      assertEquals("kurier", collector.got().getFirst().header("x-tenant"));
      collector
          .got()
          .forEach(
              got ->
                  assertFalse(
                      new String(got.body(), StandardCharsets.ISO_8859_1).contains("geheim")));
      // Nothing but the road of events: no statement, no probe, no beat.
      assertEquals(
          Set.of("POST /v1/events", "commit", "POST"),
          spans().map(Span::getName).collect(Collectors.toSet()));
      assertTrue(
          metrics(node)
              .lines()
              .anyMatch(
                  line ->
                      line.startsWith("kurier_delivery_seconds_bucket")
                          && line.contains("trace_id=\"" + TRACE + "\"")),
          "the time of a delivery names its trace");
    }
  }

  private static String metrics(NodeProcess node) throws Exception {
    return HTTP.send(
            node.request("/q/metrics")
                // As Prometheus asks where OpenMetrics is the one format that it is to take.
                .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1")
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void aBatchIsLinkedToTheRequestsThatItsEventsCameIn() throws Exception {
    try (NodeProcess node = start("trace_batch", setup -> setup)) {
      node.createWebhook(
          receiver.url("/batch"),
          ",\"batching\":{\"enabled\":true,\"maxEvents\":3,\"maxWait\":\"PT60S\"}");

      post(node, sampled(TRACE));
      post(node, sampled(OTHER_TRACE));
      post(node, "00-" + "2cf7651916cd43dd8448eb211c80319e" + "-" + PRODUCER + "-00");

      Span first = awaited(TRACE, "commit", 1).getFirst();
      Span second = awaited(OTHER_TRACE, "commit", 1).getFirst();
      Span attempt = awaited(TRACE, "POST", 1).getFirst();
      assertEquals(first.getSpanId(), attempt.getParentSpanId());
      assertEquals(
          List.of(first.getSpanId(), second.getSpanId()),
          attempt.getLinksList().stream().map(Span.Link::getSpanId).toList());
      assertEquals(
          "3", attributes(attempt.getAttributesList()).get("messaging.batch.message_count"));
      assertEquals(told(attempt), receiver.got("/batch").getFirst().header("traceparent"));
    }
  }

  @Test
  void withoutAProtocolACollectorIsSpokenToAsIsUsual() throws Exception {
    collector.answer(
        got ->
            (request, vertx) ->
                request
                    .response()
                    .putHeader("content-type", "application/grpc")
                    .putTrailer("grpc-status", "0")
                    .end(Buffer.buffer(new byte[5])));
    try (NodeProcess node =
        start("trace_grpc", setup -> setup.with("OTEL_EXPORTER_OTLP_PROTOCOL", ""))) {
      post(node, sampled(TRACE));

      String path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
      await().until(() -> !collector.got(path).isEmpty());
      byte[] message = collector.got(path).getFirst().body();
      // Not compressed, and its length, come first.
      assertTrue(
          ExportTraceServiceRequest.parseFrom(Arrays.copyOfRange(message, 5, message.length))
                  .getResourceSpansCount()
              > 0);
    }
  }

  @Test
  void theSamplerDecidesAndAProducerCanBeFollowed() throws Exception {
    try (NodeProcess node =
        start(
            "trace_sampled",
            setup -> setup.with("OTEL_TRACES_SAMPLER", "parentbased_always_off"))) {
      node.createWebhook(receiver.url("/hook"), "");

      node.post("/v1/events", "{\"type\":\"contact_added\"}", 202);
      post(node, "00-" + OTHER_TRACE + "-" + PRODUCER + "-00");
      await().until(() -> receiver.got().size() == 2);
      receiver.got().forEach(got -> assertEquals("", got.header("traceparent")));
      assertEquals(
          0,
          DATABASE.count(
              "trace_sampled", "select count(*) from event where trace_context is not null"));

      post(node, sampled(TRACE));
      awaited(TRACE, "POST", 1);
      assertEquals(
          Set.of(TRACE), spans().map(span -> hex(span.getTraceId())).collect(Collectors.toSet()));
    }
  }

  @Test
  void switchedOffNothingIsSentOrToldOrKept() throws Exception {
    try (NodeProcess node =
        start(
            "trace_off",
            setup ->
                // As operators inject it into every pod.
                setup.with("OTEL_TRACES_EXPORTER", "otlp").with("OTEL_SDK_DISABLED", "true"))) {
      node.createWebhook(receiver.url("/hook"), "");

      post(node, sampled(TRACE));

      await().until(() -> !receiver.got().isEmpty());
      Receiver.Got got = receiver.got().getFirst();
      assertEquals("", got.header("traceparent"));
      assertEquals("", got.header("tracestate"));
      node.stop();
      assertEquals(0, collector.connections());
      assertFalse(node.hasLogged("\"loggerName\":\"io.opentelemetry"));
      assertFalse(node.hasLogged("\"loggerName\":\"io.quarkus.opentelemetry"));
      assertEquals(
          0,
          DATABASE.count(
              "trace_off", "select count(*) from event where trace_context is not null"));
    }
  }
}
