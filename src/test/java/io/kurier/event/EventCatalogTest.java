package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kurier.problem.Fault;
import io.kurier.problem.Faults;
import io.kurier.webhook.EventEntries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCatalogTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static List<EventType> builtIn() {
    return EventCatalog.builtIn();
  }

  /** Those that producers send, and not Kurier itself. */
  private static List<EventType> ofProducers() {
    return builtIn().stream().filter(type -> !EventEntries.isReserved(type.type())).toList();
  }

  @Test
  void thereAreThirteenTypesWithTheSeedsLabels() {
    assertEquals(13, ofProducers().size());
    EventType added = EventCatalog.builtIn("contact_added").orElseThrow();
    assertEquals("Kontakt angemeldet", added.labelDe());
    assertEquals("Contact subscribed", added.labelEn());
    assertTrue(added.builtIn());
    assertFalse(added.enforce());
    assertEquals(Optional.empty(), EventCatalog.builtIn("contact_vanished"));
  }

  @Test
  void thereAreThreeTypesThatKurierSends() {
    assertEquals(3, builtIn().size() - ofProducers().size());
    EventType failed = EventCatalog.builtIn("kurier.deliveries.failed").orElseThrow();
    assertEquals("Zustellungen fehlgeschlagen", failed.labelDe());
    assertEquals("Deliveries failed", failed.labelEn());
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void eachSchemaIsAValidSchemaOfItsType(EventType type) throws IOException {
    JsonNode schema = schemaOf(type);
    Faults faults = new Faults();
    EventSchema.of(schema, "", faults);
    assertEquals(List.of(), faults.list());
    assertEquals("https://json-schema.org/draft/2020-12/schema", schema.at("/$schema").textValue());
    assertEquals("urn:kurier:event-type:" + type.type(), schema.at("/$id").textValue());
    assertEquals(type.labelEn(), schema.at("/title").textValue());
    assertTrue(schema.at("/description").isTextual());
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void eachSampleIsOfItsTypeAndValid(EventType type) throws IOException {
    JsonNode sample = sampleOf(type);
    assertEquals(type.type(), sample.at("/type").textValue());
    assertEquals(List.of(), check(type, sample));
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void aSampleWithoutARequiredMemberIsInvalid(EventType type) throws IOException {
    List<String> required = new ArrayList<>();
    collectRequired(schemaOf(type), schemaOf(type), sampleOf(type), "", required);
    assertTrue(
        required.contains(ofProducers().contains(type) ? "/event/occurredAt" : "/occurredAt"),
        required.toString());
    for (String pointer : required) {
      JsonNode sample = sampleOf(type);
      remove(sample, pointer);
      assertEquals(List.of(new Fault(pointer, "is required")), check(type, sample));
    }
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void unknownMembersAreWelcomeEverywhere(EventType type) throws IOException {
    JsonNode sample = sampleOf(type);
    sample.findParents("href").forEach(object -> ((ObjectNode) object).put("extra", 1));
    sample.findParents("name").forEach(object -> ((ObjectNode) object).put("extra", 1));
    ((ObjectNode) sample).put("extra", 1);
    assertEquals(List.of(), check(type, sample));
  }

  @Test
  void theSampleEventsForTheFirstMinuteAreThoseOfTheCatalog() throws IOException {
    ArrayNode samples = JSON.createArrayNode();
    for (EventType type : ofProducers()) {
      samples.add(sampleOf(type));
    }
    assertEquals(samples, JSON.readTree(Path.of("docs", "sample-events.json").toFile()));
  }

  /** The pointers of the members of the sample that the schema requires, at any depth. */
  private static void collectRequired(
      JsonNode root, JsonNode schema, JsonNode sample, String pointer, List<String> found) {
    if (schema.has("$ref")) {
      JsonNode target = root.at(schema.get("$ref").textValue().substring(1));
      collectRequired(root, target, sample, pointer, found);
    }
    schema
        .path("required")
        .forEach(
            name -> found.add(Faults.below(pointer, Objects.requireNonNull(name.textValue()))));
    schema
        .path("properties")
        .properties()
        .forEach(
            property ->
                collectRequired(
                    root,
                    property.getValue(),
                    sample.path(property.getKey()),
                    Faults.below(pointer, property.getKey()),
                    found));
    for (int i = 0; schema.has("items") && i < sample.size(); i++) {
      collectRequired(root, schema.get("items"), sample.get(i), pointer + "/" + i, found);
    }
  }

  private static void remove(JsonNode document, String pointer) {
    int end = pointer.lastIndexOf('/');
    ((ObjectNode) document.at(pointer.substring(0, end))).remove(pointer.substring(end + 1));
  }

  private static List<Fault> check(EventType type, JsonNode sample) {
    return EventSchema.compile(Objects.requireNonNull(type.schema()))
        .check(sample.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode schemaOf(EventType type) throws JsonProcessingException {
    return JSON.readTree(type.schema());
  }

  private static JsonNode sampleOf(EventType type) throws JsonProcessingException {
    return JSON.readTree(type.sample());
  }
}
