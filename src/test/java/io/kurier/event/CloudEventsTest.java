package io.kurier.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {

  private static final Map<String, List<String>> LEAST =
      Map.of(
          "ce-specversion", List.of("1.0"),
          "ce-id", List.of("a"),
          "ce-source", List.of("/s"),
          "ce-type", List.of("order_shipped"),
          "Content-Type", List.of("application/json; charset=utf-8"));

  @Test
  void theEnvelopeIsTheEventThatTheSdkMeans() {
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId("a b \"1\" %20")
            .withSource(URI.create("https://example.com/shop?x=1#y"))
            .withType("order_shipped")
            .withTime(OffsetDateTime.parse("2026-03-02T10:00:00.123+01:00"))
            .withSubject("Euro € 😀")
            .withDataSchema(URI.create("urn:schema:1"))
            .withExtension("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .withData("application/json", "{\"type\":\"order_shipped\",\"n\":1.50}".getBytes(UTF_8))
            .build();
    byte[] data = Objects.requireNonNull(event.getData()).toBytes();
    CloudEvent read = new JsonFormat().deserialize(bytes(headersOf(event), data));
    assertEquals(event.getAttributeNames(), read.getAttributeNames());
    event
        .getAttributeNames()
        .forEach(name -> assertEquals(event.getAttribute(name), read.getAttribute(name)));
    assertEquals(event.getExtension("traceparent"), read.getExtension("traceparent"));
  }

  @Test
  void theBytesOfTheDataStayAsTheyCame() {
    String envelope = envelope(LEAST, " {\"n\" : 1.50,\n\"ü\":\"\\u00fc\"} ");
    assertEquals(
        "{\"datacontenttype\":\"application/json; charset=utf-8\",\"id\":\"a\",\"source\":\"/s\","
            + "\"specversion\":\"1.0\",\"type\":\"order_shipped\","
            + "\"data\": {\"n\" : 1.50,\n\"ü\":\"\\u00fc\"} }",
        envelope);
  }

  @Test
  void anEventNeedsNoData() {
    assertTrue(envelope(LEAST, "").endsWith("\"type\":\"order_shipped\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{} {}", "1},\"x\":{", "1,\"type\":\"other\"", "\uFEFF{}", "{'a':1}"})
  void theDataIsOneJsonValue(String data) {
    DomainError error = assertThrows(DomainError.class, () -> envelope(LEAST, data));
    assertEquals(400, error.status());
  }

  @Test
  void headersThatAreNoAttributesAreLeftAlone() {
    Map<String, List<String>> headers = new HashMap<>(LEAST);
    headers.put("Authorization", List.of("Bearer secret"));
    headers.put("X-Ce-Id", List.of("b"));
    assertEquals(envelope(LEAST, "1"), envelope(headers, "1"));
  }

  @Test
  void headerNamesHaveNoCase() {
    Map<String, List<String>> headers =
        LEAST.entrySet().stream()
            .collect(
                Collectors.toMap(e -> e.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue));
    assertEquals(envelope(LEAST, "1"), envelope(headers, "1"));
  }

  @Test
  void everyFaultIsToldAtOnceByItsHeader() {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("ce-specversion", List.of("0.3"));
    headers.put("ce-id", List.of(""));
    headers.put("ce-source", List.of("%zz"));
    headers.put("ce-time", List.of("yesterday"));
    headers.put("ce-data", List.of("1"));
    headers.put("ce-my_ext", List.of("1"));
    headers.put("ce-twice", List.of("1", "2"));
    headers.put("ce-datacontenttype", List.of("application/json"));
    DomainError error = assertThrows(DomainError.class, () -> envelope(headers, "1"));
    assertEquals(422, error.status());
    assertEquals(
        List.of(
            "ce-data",
            "ce-datacontenttype",
            "ce-id",
            "ce-my_ext",
            "ce-source",
            "ce-specversion",
            "ce-time",
            "ce-twice",
            "ce-type"),
        error.faults().stream().map(Fault::pointer).distinct().sorted().toList());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "Euro%20%E2%82%AC%20%F0%9F%98%80, Euro € 😀",
        "%e2%82%ac, €",
        "%41, A",
        "%2541, %41",
        "\"with \\\"quotes\\\" and \\\\\", with \"quotes\" and \\",
        "a b, a b",
        "\", \"",
      })
  void valuesAreDecodedOnce(String header, String value) {
    assertEquals(value, CloudEventHeader.decode(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%C0%A0", "%", "%4", "%4g", "%ff", "%ED%A0%80", "ü", "a\tb", "%４1"})
  void whatIsNotPercentEncodedUtf8IsRefused(String header) {
    assertThrows(IllegalArgumentException.class, () -> CloudEventHeader.decode(header));
  }

  @ParameterizedTest
  @CsvSource({
    "ce-subject, 100%",
    "ce-id, 100%",
    "ce-id, ''",
    "ce-source, ''",
    "ce-time, 100%",
    "ce-specversion, 1%",
    "ce-type, %ED%A0%80",
    "ce-id, a%00",
    "ce-dataschema, 100%",
  })
  void aWrongHeaderIsOneFault(String header, String value) {
    Map<String, List<String>> headers = new HashMap<>(LEAST);
    headers.put(header, List.of(value));
    DomainError error = assertThrows(DomainError.class, () -> envelope(headers, "1"));
    assertEquals(List.of(header), error.faults().stream().map(Fault::pointer).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "ce-source, /a%20b, /a%20b",
    "ce-source, /100%25, /100%25",
    "ce-source, /%FF, /%FF",
    "ce-source, /%00, /%00",
    "ce-source, /a%2520b, /a%20b",
    "ce-source, /%C3%BC, /ü",
    "ce-source, \"/quoted\", /quoted",
    "ce-dataschema, urn:a%20b, urn:a%20b",
  })
  void aUriThatIsOneBeforeItIsDecodedIsTaken(String header, String value, String read) {
    Map<String, List<String>> headers = new HashMap<>(LEAST);
    headers.put(header, List.of(value));
    assertEquals(read, CloudEvents.attributes(headers).get(header.substring(3)));
  }

  @Test
  void aHeaderThatOccursTwiceIsOneFault() {
    Map<String, List<String>> headers = new HashMap<>(LEAST);
    headers.put("ce-id", List.of("a", "a"));
    headers.put("ce-subject", List.of("a"));
    headers.put("Ce-Subject", List.of("b"));
    assertEquals(
        List.of("ce-id", "ce-subject"),
        assertThrows(DomainError.class, () -> envelope(headers, "1")).faults().stream()
            .map(Fault::pointer)
            .sorted()
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "UTF-32"})
  void dataInAnotherEncodingIsMalformed(Charset charset) {
    for (String data : List.of("{\"a\":1}", "[]", "1")) {
      byte[] bytes = data.getBytes(charset);
      assertEquals(
          400,
          assertThrows(DomainError.class, () -> CloudEvents.envelope(Map.of(), "a/b", bytes))
              .status());
    }
  }

  /** As a producer writes them (HTTP binding, section 3.1.3). */
  private static Map<String, List<String>> headersOf(CloudEvent event) {
    Map<String, List<String>> headers = new HashMap<>();
    event
        .getAttributeNames()
        .forEach(name -> headers.put("ce-" + name, encode(event.getAttribute(name))));
    event
        .getExtensionNames()
        .forEach(name -> headers.put("ce-" + name, encode(event.getExtension(name))));
    headers.put("content-type", Objects.requireNonNull(headers.remove("ce-datacontenttype")));
    return headers;
  }

  private static List<String> encode(@Nullable Object value) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : String.valueOf(value).getBytes(UTF_8)) {
      if (each <= ' ' || each == '"' || each == '%' || each == 0x7F) {
        encoded.append(String.format(Locale.ROOT, "%%%02X", each & 0xFF));
      } else {
        encoded.append((char) each);
      }
    }
    return List.of(encoded.toString());
  }

  private static String envelope(Map<String, List<String>> headers, String data) {
    return new String(bytes(headers, data.getBytes(UTF_8)), UTF_8);
  }

  private static byte[] bytes(Map<String, List<String>> headers, byte[] data) {
    String contentType =
        headers.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
            .map(header -> header.getValue().getFirst())
            .findFirst()
            .orElse("");
    return CloudEvents.envelope(CloudEvents.attributes(headers), contentType, data);
  }
}
