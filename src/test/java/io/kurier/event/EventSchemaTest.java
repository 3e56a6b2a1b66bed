package io.kurier.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.kurier.problem.Fault;
import io.kurier.problem.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOO_MUCH = "takes too much work to check against the schema";

  @Test
  void everyFaultIsToldAtOnceWithItsPointer() {
    EventSchema schema =
        EventSchema.compile(
            """
            {"required": ["type", "a/b"],
             "properties": {
               "amount": {"type": "integer", "minimum": 1},
               "lines": {"items": {"type": "string", "maxLength": 2}}}}""");
    assertEquals(
        List.of(
            new Fault("/type", "is required"),
            new Fault("/a~1b", "is required"),
            new Fault("/amount", "string found, integer expected"),
            new Fault("/lines/1", "must be at most 2 characters long")),
        sorted(schema.check(bytes("{'amount': '1', 'lines': ['ab', 'abc']}")), 4));
  }

  /** Expressions that recurse once for each repetition end the stack of an event loop. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "date",
        "date-time",
        "duration",
        "email",
        "hostname",
        "idn-email",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "iri",
        "iri-reference",
        "json-pointer",
        "regex",
        "relative-json-pointer",
        "time",
        "uri",
        "uri-reference",
        "uri-template",
        "uuid"
      })
  void aLongTextEndsNoMoreThanTheCheckOfItsFormat(String format) throws Exception {
    EventSchema schema =
        EventSchema.compile("{\"properties\":{\"a\":{\"format\":\"%s\"}}}".formatted(format));
    for (String part : List.of("a.", "/~0", "{a}", "a", "1", "::", "%41", "é", "@", "(a", "P1D")) {
      for (int length : new int[] {500, 1_000, 2_000, 8_000, 16_000, 200_000}) {
        String text = part.repeat(length / part.length());
        List<Fault> faults =
            onSmallStack(() -> schema.check(JSON.writeValueAsBytes(Map.of("a", text))));
        assertTrue(
            faults.stream().allMatch(fault -> fault.pointer().equals("/a")),
            part + " " + length + " " + faults);
      }
    }
  }

  @Test
  void aTextThatIsTooLongDoesNotHaveAFormat() {
    EventSchema schema = EventSchema.compile("{\"properties\":{\"a\":{\"format\":\"uri\"}}}");
    String fits = "https://x/" + "a".repeat(BoundedFormat.LONGEST - 10);
    assertEquals(List.of(), schema.check(bytes("{'a': '" + fits + "'}")));
    assertEquals(1, schema.check(bytes("{'a': '" + fits + "a'}")).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://json-schema.org/draft/2020-12/../../x",
        "https://json-schema.org/draft/2020-12/schema2",
        "https://json-schema.org/draft/2020-12/",
        "https://json-schema.org/draft/2020-12/meta/../schema"
      })
  void onlyTheKnownDocumentsAreRead(String reference) {
    assertThrows(
        IllegalArgumentException.class,
        () -> EventSchema.compile("{\"$ref\":\"%s\"}".formatted(reference)));
  }

  @Test
  void theSchemaOfSchemasMayBeReferredTo() {
    EventSchema schema =
        EventSchema.compile("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");
    assertEquals(List.of(), schema.check(bytes("{'type': 'string'}")));
  }

  /** As much as an event loop has. */
  private static List<Fault> onSmallStack(Callable<List<Fault>> check) throws Exception {
    FutureTask<List<Fault>> task = new FutureTask<>(check);
    Thread thread = new Thread(null, task, "small", 512 * 1_024);
    thread.start();
    return task.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'format': 'date-time'} '2026-03-02 10:00'",
        "{'format': 'uri'} 'not a uri'",
        "{'format': 'email'} 'nobody'",
        "{'pattern': '^a+$'} 'aab'",
        "{'type': 'integer'} 1.5",
        "false 1"
      })
  void formatsAndAssertionsAreEnforced(String schemaAndEvent) {
    int blank = schemaAndEvent.lastIndexOf(schemaAndEvent.startsWith("false") ? " " : "} ") + 1;
    EventSchema schema = EventSchema.compile(quoted(schemaAndEvent.substring(0, blank)));
    assertEquals(1, schema.check(bytes(schemaAndEvent.substring(blank))).size());
  }

  @Test
  void whatIsNotJsonIsAFault() {
    assertEquals(
        List.of(new Fault("", "is not well-formed JSON")),
        EventSchema.compile("true").check(bytes("{")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'$defs': {'word': {'type': 'string'}}, '$ref': '#/$defs/word'}",
        "{'$defs': {'word': {'$anchor': 'w', 'type': 'string'}}, '$ref': '#w'}",
        "{'$id': 'https://example.com/s', '$defs': {'w': {'$id': 'w', 'type': 'string'}}, '$ref':"
            + " 'w'}",
        "{'$schema': 'https://json-schema.org/draft/2020-12/schema', 'type': 'boolean'}",
        "{'$ref': 'https://json-schema.org/draft/2020-12/schema'}",
      })
  void referencesWithinTheDocumentWork(String schema) {
    Faults faults = new Faults();
    EventSchema compiled = EventSchema.of(node(schema), "/schema", faults);
    assertEquals(List.of(), faults.list());
    assertNotNull(compiled);
    assertFalse(compiled.check(bytes("17")).isEmpty());
    assertEquals(List.of(), compiled.check(bytes(schema.contains("draft") ? "true" : "'word'")));
  }

  @Test
  void noOtherDocumentIsEverRead() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          byte[] body = bytes("true");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String there = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      for (String schema :
          List.of(
              "{'$ref': '" + there + "s.json'}",
              "{'$id': '" + there + "', '$ref': 's.json'}",
              "{'$dynamicRef': '" + there + "s.json'}",
              "{'$schema': '" + there + "s.json'}",
              "{'properties': {'a': {'$schema': '" + there + "s.json'}}}",
              "{'$ref': 'classpath:event-types/contact_added.schema.json'}",
              "{'$ref': 'resource:event-types/contact_added.schema.json'}",
              "{'$ref': 'file:///etc/hostname'}",
              "{'$ref': '#/$defs/missing'}",
              "{'$ref': '#missing'}")) {
        Faults faults = new Faults();
        EventSchema.of(node(schema), "/schema", faults);
        assertEquals(1, faults.list().size(), schema);
        assertTrue(faults.list().getFirst().pointer().startsWith("/schema"), schema);
      }
      assertEquals(0, calls.get());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatIsWrongWithASchemaIsToldWithPointers() {
    Faults faults = new Faults();
    EventSchema.of(
        node("{'type': 'text', 'required': 'a', 'properties': {'b': {'pattern': '(?=x)y'}}}"),
        "/schema",
        faults);
    assertEquals(
        List.of("/schema/properties/b/pattern", "/schema/required", "/schema/type"),
        faults.list().stream().map(Fault::pointer).distinct().sorted().toList());
    assertTrue(
        faults.list().stream().anyMatch(fault -> fault.detail().contains("RE2")),
        faults.list().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "'text'", "1", "null"})
  void onlyObjectsAndBooleansAreSchemas(String schema) {
    assertEquals(List.of(new Fault("/schema", "must be an object or a boolean")), faultsOf(schema));
  }

  @Test
  void aSchemaHasItsBounds() {
    assertEquals(
        List.of(new Fault("/schema", "must not be larger than 64 KiB")),
        faultsOf("{'description': '" + "x".repeat(EventSchema.MOST_BYTES) + "'}"));
    assertEquals(
        List.of(new Fault("/schema", "must not be nested deeper than 100 levels")),
        faultsOf("{'not': ".repeat(101) + "{}" + "}".repeat(101)));
    assertEquals(
        List.of(new Fault("/schema", "has patterns that repeat too much")),
        faultsOf("{'allOf': [" + "{'pattern': 'x{900}'},".repeat(20) + "true]}"));
  }

  @Test
  void aChainOfReferencesTooLongForTheStackIsRefused() {
    StringBuilder defs = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      defs.append("'").append(i).append("':{'$ref':'#/$defs/").append(i + 1).append("'},");
    }
    String schema = "{'$defs':{" + defs + "'2000':true},'$ref':'#/$defs/0'}";
    List<Fault> faults = faultsOf(schema);
    if (faults.isEmpty()) {
      faults = EventSchema.compile(quoted(schema)).check(bytes("1"));
    }
    assertEquals(1, faults.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'$ref': '#'}",
        "{'anyOf': [{'$ref': '#'}]}",
        "{'$dynamicAnchor': 'n', 'allOf': [{'$dynamicRef': '#n'}]}",
        "{'pattern': '(x{0,1000})y'}",
      })
  void aSchemaThatAsksForTooMuchIsStopped(String schema) {
    byte[] event = bytes("'" + "x".repeat(200_000) + "'");
    assertEquals(List.of(), faultsOf(schema));
    assertEquals(
        List.of(new Fault("", TOO_MUCH)), EventSchema.compile(quoted(schema)).check(event));
  }

  @Test
  void referencesThatMultiplyAreStopped() {
    StringBuilder defs = new StringBuilder();
    for (int level = 0; level < 30; level++) {
      String next = "{'$ref':'#/$defs/" + (level + 1) + "'}";
      defs.append("'" + level + "':{'allOf':[" + next + "," + next + "]},");
    }
    String schema = quoted("{'$defs':{" + defs + "'30':true},'$ref':'#/$defs/0'}");
    assertEquals(List.of(), faultsOf(schema));
    assertEquals(List.of(new Fault("", TOO_MUCH)), EventSchema.compile(schema).check(bytes("1")));
  }

  @Test
  void recursiveAlternativesAreStopped() {
    EventSchema schema =
        EventSchema.compile(
            quoted(
                "{'anyOf': [{'items': {'$ref': '#'}}, {'items': {'$ref': '#'}}, "
                    + "{'type': 'string'}], 'not': {'type': 'number'}}"));
    byte[] event = bytes("[".repeat(60) + "1" + "]".repeat(60));
    assertEquals(List.of(new Fault("", TOO_MUCH)), schema.check(event));
  }

  @Test
  void theChecksOfARequestShareABudget() {
    EventSchema schema = EventSchema.compile(quoted("{'$ref': '#'}"));
    WorkBudget budget = WorkBudget.ofRequest();
    int checks = 0;
    while (!budget.isSpent()) {
      assertEquals(List.of(new Fault("", TOO_MUCH)), schema.check("1".getBytes(UTF_8), budget));
      checks++;
    }
    assertTrue(checks >= 1 && checks <= 2_001, checks + " checks");
  }

  @Test
  void anEventWithTooManyErrorsIsStopped() {
    EventSchema schema = EventSchema.compile(quoted("{'items': {'type': 'string'}}"));
    byte[] event = ("[" + "0,".repeat(100_000) + "0]").getBytes(UTF_8);
    assertEquals(List.of(new Fault("", TOO_MUCH)), schema.check(event, WorkBudget.ofRequest()));
    assertEquals(
        100,
        schema
            .check(("[" + "0,".repeat(1_000) + "0]").getBytes(UTF_8), WorkBudget.ofRequest())
            .size());
  }

  @Test
  void aLargeHonestEventIsCheckedWhole() {
    EventSchema schema =
        EventSchema.compile(
            quoted(
                "{'properties': {'lines': {'type': 'array', 'uniqueItems': true, 'items': {'type':"
                    + " 'object', 'required': ['sku'], 'properties': {'sku': {'type': 'string',"
                    + " 'pattern': '^[A-Z]{2}-[0-9]{1,9}$'}, 'count': {'type': 'integer',"
                    + " 'minimum': 1}, 'at': {'format': 'date-time'}}}}}}"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; lines.length() < 250_000; i++) {
      lines.append("{'sku':'AB-").append(i).append("','count':1,'at':'2026-03-02T10:00:00Z'},");
    }
    byte[] event = bytes("{'lines': [" + lines + "{'sku': 'ab-1'}]}");
    assertEquals(1, schema.check(event).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "-1e400",
        "1e99999999",
        "1e-99999999",
        "1E+2147483647",
        "12345678901234567890.5"
      })
  void extremeNumbersDoNoHarm(String number) {
    EventSchema schema =
        EventSchema.compile(
            quoted(
                "{'type': 'integer', 'multipleOf': 0.01, 'minimum': 3, 'const': 7, 'enum': [7, 8]}"));
    // Whatever is said of such a number, it is said soon, and it is not that all is well.
    assertThrows(AssertionError.class, () -> assertEquals(List.of(), schema.check(bytes(number))));
  }

  private static List<Fault> faultsOf(String schema) {
    Faults faults = new Faults();
    EventSchema.of(node(schema), "/schema", faults);
    return faults.list();
  }

  private static List<Fault> sorted(List<Fault> faults, int count) {
    assertEquals(count, faults.size(), faults.toString());
    List<String> order = List.of("/type", "/a~1b", "/amount", "/lines/1");
    return faults.stream()
        .sorted((a, b) -> order.indexOf(a.pointer()) - order.indexOf(b.pointer()))
        .toList();
  }

  /** JSON is easier to read here with single quotes. */
  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  private static byte[] bytes(String json) {
    return quoted(json).getBytes(UTF_8);
  }

  private static JsonNode node(String json) {
    try {
      return JSON.readTree(quoted(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  /** A native image never frees an interned string. */
  @Test
  void namesOfMembersAreNotInterned() {
    String name = "of-a-schema-".repeat(3);
    EventSchema schema = EventSchema.compile("true");
    schema.check(bytes("{\"" + name + "\": 1}"), WorkBudget.ofRequest());
    // The first that is interned is what all others become.
    assertSame(name, name.intern());
  }
}
