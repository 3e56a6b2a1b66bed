package io.kurier.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ethlo.time.ITU;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kurier.problem.DomainError;
import io.kurier.problem.Faults;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many documents, made at random, are read by Kurier and by Jackson's tree: either both read the
 * same, or the event is refused.
 */
class OneReadingTest {

  private static final int DOCUMENTS = 5_000;

  private static final JsonMapper TREE =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final List<String> READ =
      List.of(
          "/type",
          "/id",
          "/account",
          "/account/accountId",
          "/event",
          "/event/occurredAt",
          "/contact",
          "/contact/origin");

  private static final List<String> READ_OF_CLOUD_EVENT =
      List.of(
          "/type",
          "/id",
          "/source",
          "/specversion",
          "/time",
          "/subject",
          "/data",
          "/x",
          "/data/account",
          "/data/account/accountId",
          "/data/event",
          "/data/event/occurredAt",
          "/data/contact",
          "/data/contact/origin");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anEventIsReadAsJacksonReadsItOrRefused(long seed) throws IOException {
    Documents documents = new Documents(new Random(seed));
    int accepted = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String document = documents.event();
      Incoming read = readOne(document, false);
      if (read == null) {
        assertTrue(mayBeRefused(document), document);
      } else {
        accepted++;
        assertEquals(Set.of(), twice(document, READ), document);
        JsonNode tree = TREE.readTree(document);
        assertEquals(text(tree.at("/type")), read.type(), document);
        assertEquals(text(tree.at("/id")), read.producerId(), document);
        assertEquals(text(tree.at("/account/accountId")), read.accountId(), document);
        assertEquals(time(tree.at("/event/occurredAt")), read.occurredAt(), document);
        assertEquals("import".equals(text(tree.at("/contact/origin"))), read.imported(), document);
      }
    }
    assertTrue(accepted > DOCUMENTS / 20, accepted + " were accepted");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void aCloudEventIsReadAsJacksonReadsItOrRefused(long seed) throws IOException {
    Documents documents = new Documents(new Random(seed));
    int accepted = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String document = documents.cloudEvent();
      Incoming read = readOne(document, true);
      if (read == null) {
        continue;
      }
      accepted++;
      assertEquals(Set.of(), twice(document, READ_OF_CLOUD_EVENT), document);
      JsonNode tree = TREE.readTree(document);
      assertEquals("1.0", text(tree.at("/specversion")), document);
      assertEquals(text(tree.at("/type")), read.type(), document);
      assertEquals(text(tree.at("/id")), read.producerId(), document);
      assertEquals(text(tree.at("/source")), read.source(), document);
      assertEquals(time(tree.at("/time")), read.occurredAt(), document);
      assertEquals(text(tree.at("/data/account/accountId")), read.accountId(), document);
      assertEquals(
          "import".equals(text(tree.at("/data/contact/origin"))), read.imported(), document);
    }
    assertTrue(accepted > DOCUMENTS / 50, accepted + " were accepted");
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void noEventOfAnArrayOrAFileIsSilentlyLeftOut(long seed) {
    Random random = new Random(seed);
    Documents documents = new Documents(random);
    for (int i = 0; i < DOCUMENTS; i++) {
      boolean cloud = random.nextBoolean();
      int count = 1 + random.nextInt(4);
      StringBuilder array = new StringBuilder("[");
      StringBuilder lines = new StringBuilder();
      for (int j = 0; j < count; j++) {
        String document = cloud ? documents.cloudEvent() : documents.event();
        array.append(j == 0 ? "" : ",").append(document);
        lines.append(document.replace('\n', ' ')).append('\n');
      }
      byte[] whole = array.append(']').toString().getBytes(UTF_8);
      try {
        EventRequest request =
            cloud ? EventRequest.cloudEvents(whole) : EventRequest.json(whole, false);
        assertEquals(elements(whole), request.events().size(), array.toString());
      } catch (DomainError e) {
        assertTrue(e.status() == 422 || e.status() == 400, e.detail());
      }
      EventRequest request = EventRequest.lines(lines.toString().getBytes(UTF_8));
      assertEquals(count, request.events().size() + request.broken().count(), lines.toString());
    }
  }

  private static int elements(byte[] array) {
    try {
      return TREE.readTree(array).size();
    } catch (IOException e) {
      throw new AssertionError("it was read", e);
    }
  }

  private static @Nullable Incoming readOne(String document, boolean cloud) {
    try {
      byte[] bytes = document.getBytes(UTF_8);
      EventRequest request =
          cloud ? EventRequest.cloudEvent(bytes) : EventRequest.json(bytes, false);
      assertEquals(1, request.events().size(), document);
      return request.events().getFirst().incoming();
    } catch (DomainError e) {
      return null;
    }
  }

  /** Whether something is wrong with an event as Jackson reads it. */
  private static boolean mayBeRefused(String document) throws IOException {
    JsonNode tree;
    try {
      tree = TREE.readTree(document);
    } catch (JacksonException e) {
      return true;
    }
    JsonNode id = tree.at("/id");
    return !tree.isObject()
        || !tree.at("/type").isTextual()
        || (tree.has("id") && (!id.isTextual() || !isStorable(id.textValue())))
        || !twice(document, READ).isEmpty();
  }

  private static boolean isStorable(String id) {
    return !id.isEmpty()
        && id.length() <= 128
        && id.indexOf('\0') < 0
        && new String(id.getBytes(UTF_8), UTF_8).equals(id);
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : null;
  }

  private static @Nullable Instant time(JsonNode node) {
    try {
      return node.isTextual() ? ITU.parseDateTime(node.textValue()).toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Which of these members a document has twice. */
  private static Set<String> twice(String document, List<String> of) throws IOException {
    Set<String> found = new HashSet<>();
    try (JsonParser parser = new JsonFactory().createParser(document)) {
      parser.nextToken();
      findTwice(parser, "", found);
    }
    found.retainAll(of);
    return found;
  }

  private static void findTwice(JsonParser parser, String pointer, Set<String> found)
      throws IOException {
    Set<String> names = new HashSet<>();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String below = Faults.below(pointer, parser.currentName());
        if (!names.add(parser.currentName())) {
          found.add(below);
        }
        parser.nextToken();
        findTwice(parser, below, found);
      }
    } else {
      parser.skipChildren();
    }
  }

  /** Documents that are events, almost. */
  private static final class Documents {

    private static final List<String> NAMES =
        List.of("type", "id", "account", "event", "contact", "data", "x", "ty", "\u00fc");
    private static final List<String> CLOUD_NAMES =
        List.of("type", "id", "source", "specversion", "time", "subject", "data", "x");
    private static final List<String> TEXTS =
        List.of(
            "a",
            "import",
            "2026-03-02T10:00:00Z",
            "1.0",
            "/s",
            "\\u0061",
            "\\ud800",
            "\\u0000",
            "",
            "?",
            "\\ud83d\\ude00",
            "\u00e9",
            "\\\"",
            "\ud83d\ude00");

    private final Random random;

    Documents(Random random) {
      this.random = random;
    }

    String event() {
      StringBuilder json = new StringBuilder("{");
      if (random.nextInt(8) > 0) {
        member(json, "type", "\"contact_added\"");
      }
      for (int i = random.nextInt(5); i > 0; i--) {
        String name = pick(NAMES);
        member(json, name, value(name, 0));
      }
      return broken(json.append('}').toString());
    }

    String cloudEvent() {
      StringBuilder json = new StringBuilder("{");
      for (String required : List.of("specversion", "type", "source", "id")) {
        if (random.nextInt(30) > 0) {
          member(json, required, required.equals("specversion") ? "\"1.0\"" : "\"a\"");
        }
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        String name = random.nextInt(3) == 0 ? "data" : pick(CLOUD_NAMES);
        member(json, name, value(name, 0));
      }
      return broken(json.append('}').toString());
    }

    private void member(StringBuilder json, String name, String value) {
      json.append(json.length() > 1 ? "," : "")
          .append(random.nextInt(10) == 0 ? " " : "")
          .append('"')
          .append(random.nextInt(6) == 0 ? escaped(name) : name)
          .append("\":")
          .append(value);
    }

    /** The same name in other bytes. */
    private String escaped(String name) {
      int at = random.nextInt(name.length());
      return name.substring(0, at)
          + "\\u%04x".formatted((int) name.charAt(at))
          + name.substring(at + 1);
    }

    private String value(String name, int depth) {
      int kind = random.nextInt(10);
      if (kind < 5 && List.of("account", "event", "contact", "data").contains(name)) {
        return object(name, depth);
      }
      return switch (kind) {
        case 0 -> "null";
        case 1 -> pick(List.of("1", "true", "-1.5e3", "12345678901234567890"));
        case 2 -> depth < 3 ? "[" + value("x", depth + 1) + "]" : "[]";
        case 3 -> depth < 3 ? object(pick(NAMES), depth) : "{}";
        default -> '"' + pick(TEXTS) + '"';
      };
    }

    private String object(String name, int depth) {
      List<String> names =
          switch (name) {
            case "account" -> List.of("accountId", "accountId", "x");
            case "event" -> List.of("occurredAt", "occurredAt", "x");
            case "contact" -> List.of("origin", "origin", "x");
            default -> NAMES;
          };
      StringBuilder json = new StringBuilder("{");
      for (int i = random.nextInt(4); i > 0; i--) {
        String member = pick(names);
        member(json, member, depth < 3 ? value(member, depth + 1) : "1");
      }
      return json.append('}').toString();
    }

    /** One in twenty is no JSON. */
    private String broken(String json) {
      if (random.nextInt(20) > 0) {
        return json;
      }
      int at = random.nextInt(json.length());
      return json.substring(0, at)
          + pick(List.of("", "}", "\"", ",", "{"))
          + json.substring(at + 1);
    }

    private String pick(List<String> of) {
      return of.get(random.nextInt(of.size()));
    }
  }
}
