package io.kurier.event;

import com.ethlo.time.ITU;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kurier.problem.DomainError;
import io.kurier.problem.Faults;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Kurier needs to know of one event in a single pass, and cuts out its bytes; everything
 * else is the producer's and is not looked at. A member that is looked at may occur once, whatever
 * its value: a receiver might see the other one (decision 23).
 */
final class EventReader {

  static final String TWICE = "occurs twice";

  private static final int MAX_ID = 128;

  /** The members of an event that mean something to Kurier (spec section 3). */
  private static final Set<String> PARTS = Set.of("account", "event", "contact");

  private final Faults faults;
  private final String pointer;
  private final boolean cloud;

  /** Members that occurred; of a CloudEvent all of them, since all are attributes. */
  private final Set<String> seen = new HashSet<>(4);

  private @Nullable String type;
  private @Nullable String producerId;
  private @Nullable String occurredAt;
  private @Nullable String time;
  private @Nullable String accountId;
  private @Nullable String source;
  private boolean imported;

  private EventReader(Faults faults, String pointer, boolean cloud) {
    this.faults = faults;
    this.pointer = pointer;
    this.cloud = cloud;
  }

  /**
   * Reads the object that the parser is at.
   *
   * @param source what the parser reads from its beginning
   * @param pointer to the event in the request
   * @param cloud whether it is a CloudEvent: its data is the event then
   * @return null if it has faults, of which one at least is noted
   * @throws IOException if the JSON is malformed
   * @throws DomainError 413 if the event is too large
   */
  static @Nullable Incoming read(
      JsonParser parser, byte[] source, Faults faults, String pointer, boolean cloud)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      faults.add(pointer, "must be an object");
      return null;
    }
    return new EventReader(faults, pointer, cloud).read(parser, source);
  }

  private @Nullable Incoming read(JsonParser parser, byte[] bytes) throws IOException {
    int before = faults.count();
    int start = (int) parser.currentTokenLocation().getByteOffset();
    CloudEventAttributes attributes = cloud ? new CloudEventAttributes(faults, pointer) : null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      boolean isRead = cloud || name.equals("type") || name.equals("id") || PARTS.contains(name);
      if (isRead && !seen.add(name)) {
        faults.add(Faults.below(pointer, name), TWICE);
      } else if (attributes == null) {
        member(parser, name, value);
      } else {
        requireSize(parser, start);
        attributes.check(name, value, parser);
        attribute(parser, name, value);
      }
      parser.skipChildren();
    }
    int end = (int) parser.currentLocation().getByteOffset();
    if (attributes != null) {
      attributes.finish();
    } else if (!seen.contains("type")) {
      faults.add(Faults.below(pointer, "type"), "is required");
    }
    requireSize(parser, start);
    if (faults.count() > before) {
      return null;
    }
    byte[] body = start == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
    return new Incoming(
        Objects.requireNonNull(type, "an event without a type has a fault"),
        source,
        producerId,
        instant(cloud ? time : occurredAt),
        accountId,
        imported,
        body);
  }

  private void member(JsonParser parser, String name, JsonToken value) throws IOException {
    switch (name) {
      case "type" -> type = string(parser, value, name);
      case "id" -> producerId = id(string(parser, value, name));
      default -> part(parser, pointer, name, value);
    }
  }

  /** What is wrong with an attribute was noted before. */
  private void attribute(JsonParser parser, String name, JsonToken value) throws IOException {
    String text = value == JsonToken.VALUE_STRING ? parser.getText() : null;
    switch (name) {
      case "type" -> type = text;
      case "id" -> producerId = text == null || text.isEmpty() ? null : id(text);
      case "source" -> source = text;
      case "time" -> time = text;
      case "data" -> {
        if (value == JsonToken.START_OBJECT) {
          data(parser);
        }
      }
      default -> {}
    }
  }

  private void data(JsonParser parser) throws IOException {
    String above = Faults.below(pointer, "data");
    Set<String> parts = new HashSet<>(4);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (PARTS.contains(name) && !parts.add(name)) {
        faults.add(Faults.below(above, name), TWICE);
      } else {
        part(parser, above, name, value);
      }
      parser.skipChildren();
    }
  }

  private void part(JsonParser parser, String above, String name, JsonToken value)
      throws IOException {
    if (value != JsonToken.START_OBJECT) {
      return;
    }
    switch (name) {
      case "account" -> accountId = only(parser, above, name, "accountId");
      case "event" -> occurredAt = only(parser, above, name, "occurredAt");
      case "contact" -> imported = "import".equals(only(parser, above, name, "origin"));
      default -> {}
    }
  }

  /** The string member of that name of the object that the parser is at; reads to its end. */
  private @Nullable String only(JsonParser parser, String above, String part, String wanted)
      throws IOException {
    String found = null;
    boolean isSeen = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isWanted = parser.currentName().equals(wanted);
      JsonToken value = parser.nextToken();
      if (isWanted && isSeen) {
        faults.add(Faults.below(Faults.below(above, part), wanted), TWICE);
      } else if (isWanted) {
        isSeen = true;
        found = value == JsonToken.VALUE_STRING ? parser.getText() : null;
      }
      parser.skipChildren();
    }
    return found;
  }

  private @Nullable String string(JsonParser parser, JsonToken value, String name)
      throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      faults.add(Faults.below(pointer, name), "must be a string");
      return null;
    }
    return parser.getText();
  }

  private @Nullable String id(@Nullable String id) {
    if (id == null) {
      return null;
    }
    String fault =
        id.isEmpty() || id.codePointCount(0, id.length()) > MAX_ID
            ? "must have 1 to " + MAX_ID + " characters"
            : cloud ? null : Utf8.fault(id);
    if (fault == null) {
      return id;
    }
    faults.add(Faults.below(pointer, "id"), fault);
    return null;
  }

  /** Before more of it is kept in memory. */
  private void requireSize(JsonParser parser, int start) {
    EventRequest.requireSize((int) parser.currentLocation().getByteOffset() - start, pointer);
  }

  /** What is no time is the producer's matter: it is not ours to reject an event for it. */
  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return ITU.parseDateTime(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
