package io.kurier.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypeRequestTest {

  @Test
  void onlyTheNameIsNeeded() {
    EventType type = request("{'type': 'order.shipped-1_a'}").definition();
    assertEquals(
        new EventType(
            "order.shipped-1_a",
            "order.shipped-1_a",
            "order.shipped-1_a",
            null,
            null,
            false,
            false),
        type);
  }

  @Test
  void everythingIsTakenAsItCame() {
    EventType type =
        request(
                "{'type': 'a', 'labels': {'de': 'Ä', 'en': 'B'}, 'enforce': true, 'schema': "
                    + "{'properties': {'n': {'maximum': 1.50}}}, 'sample': {'n': 1.10, 'type':"
                    + " 'a'}}")
            .definition();
    assertEquals("Ä", type.labelDe());
    assertEquals("B", type.labelEn());
    assertEquals("{\"properties\":{\"n\":{\"maximum\":1.50}}}", type.schema());
    assertEquals("{\"n\":1.10,\"type\":\"a\"}", type.sample());
    assertEquals(true, type.enforce());
  }

  @Test
  void aReplacementNeedNotRepeatTheName() {
    assertEquals("a", request("{}").definition("a").type());
    assertEquals("a", request("{'type': 'a'}").definition("a").type());
    assertNull(request("{'schema': null}").definition("a").schema());
    assertEquals(List.of("/type"), pointers(() -> request("{'type': 'b'}").definition("a")));
  }

  @Test
  void everyFaultIsToldAtOnce() {
    assertEquals(
        List.of(
            "/type",
            "/labels/de",
            "/labels/en",
            "/enforce",
            "/sample/type",
            "/builtIn",
            "/labels/fr",
            "/colour"),
        pointers(
            () ->
                request(
                        "{'type': 'Order', 'labels': {'de': '', 'en': 1, 'fr': ''}, 'enforce':"
                            + " true, 'sample': {'type': 'x'}, 'builtIn': false, 'colour': 1}")
                    .definition()));
  }

  @Test
  void theSampleIsCheckedWithTheSchema() {
    DomainError error =
        assertThrows(
            DomainError.class,
            () ->
                request(
                        "{'type': 'a', 'schema': {'required': ['id'], 'properties': {'n': {'type':"
                            + " 'integer'}}}, 'sample': {'n': 'x'}}")
                    .definition());
    assertEquals(
        List.of(
            new Fault("/sample/id", "is required"),
            new Fault("/sample/n", "string found, integer expected")),
        error.faults().stream().sorted((a, b) -> a.pointer().compareTo(b.pointer())).toList());
  }

  @Test
  void aBadSchemaIsToldWithItsOwnPointers() {
    assertEquals(
        List.of("/schema/properties/n/minimum"),
        pointers(
            () ->
                request("{'type': 'a', 'schema': {'properties': {'n': {'minimum': 'x'}}}}")
                    .definition()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'kurier.x'", "''", "'A'", "'a b'", "'ä'", "1", "null", "'a/b'", "'a\\u0000'"})
  void someNamesAreNotAllowed(String name) {
    assertEquals(List.of("/type"), pointers(() -> request("{'type': " + name + "}").definition()));
  }

  @ParameterizedTest
  @CsvSource({
    "/labels, '{''labels'': []}'",
    "/labels/de, '{''labels'': {''de'': ''a\\u0000''}}'",
    "/labels/de, '{''labels'': {''de'': ''   ''}}'",
    "/schema, '{''schema'': ''text''}'",
    "/schema, '{''schema'': []}'",
    "/sample, '{''sample'': []}'",
    "/enforce, '{''enforce'': 1}'",
    "'', '[]'",
  })
  void eachMemberHasItsKind(String pointer, String body) {
    assertEquals(List.of(pointer), pointers(() -> request(body).definition("a")));
  }

  @Test
  void lengthsHaveTheirLimits() {
    String longest = "a".repeat(128);
    assertEquals(longest, request("{'type': '" + longest + "'}").definition().type());
    assertEquals(
        List.of("/type"), pointers(() -> request("{'type': '" + longest + "a'}").definition()));
    String label = "😀".repeat(128);
    assertEquals(label, request("{'labels': {'de': '" + label + "'}}").definition("a").labelDe());
    assertEquals(
        List.of("/labels/de"),
        pointers(() -> request("{'labels': {'de': '" + label + "a'}}").definition("a")));
  }

  @Test
  void aHostileSchemaAndItsSampleAreRefused() {
    assertEquals(
        List.of("/sample"),
        pointers(() -> request("{'schema': {'$ref': '#'}, 'sample': {'a': 1}}").definition("a")));
  }

  private static List<String> pointers(Runnable definition) {
    DomainError error = assertThrows(DomainError.class, definition::run);
    assertEquals(422, error.status());
    return error.faults().stream().map(Fault::pointer).toList();
  }

  private static EventTypeRequest request(String body) {
    return EventTypeRequest.of(body.replace('\'', '"').getBytes(UTF_8));
  }
}
