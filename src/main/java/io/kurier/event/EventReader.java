package io.kurier.event;

import com.ethlo.time.ITU;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kurier.problem.Faults;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Kurier needs to know of one event in a single pass, and cuts out its bytes; everything
 * else is the producer's and is not looked at. A type, id or account that stands twice is a fault:
 * a receiver might see the other one.
 */
final class EventReader {

  private static final int LONGEST_ID = 128;
  private static final Set<String> ONCE = Set.of("type", "id", "account");

  private final Faults faults;
  private final String pointer;
  private final boolean cloud;
  private final Set<String> seen = new HashSet<>(4);

  private @Nullable String type;
  private @Nullable String producerId;
  private @Nullable String occurredAt;
  private @Nullable String accountId;
  private @Nullable String source;
  private @Nullable String time;
  private boolean imported;

  private EventReader(Faults faults, String pointer, boolean cloud) {
    this.faults = faults;
    this.pointer = pointer;
    this.cloud = cloud;
  }

  /**
   * Reads the object that the parser stands at.
   *
   * @param source what the parser reads from its beginning
   * @param pointer where the event stands in the request
   * @param cloud whether it is a CloudEvent: its data is the event then
   * @return null if it has faults; all of them are noted
   * @throws IOException if the JSON is malformed
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
    int start = (int) parser.currentTokenLocation().getByteOffset();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (ONCE.contains(name) && !seen.add(name) && !cloud) {
        faults.add(Faults.below(pointer, name), "stands twice");
      }
      JsonToken value = parser.nextToken();
      switch (name) {
        case "type" -> type = string(parser, value, name);
        case "id" -> producerId = id(parser, value);
        default -> other(parser, name, value);
      }
      parser.skipChildren();
    }
    int end = (int) parser.currentLocation().getByteOffset();
    return finish(start, end, bytes);
  }

  private void other(JsonParser parser, String name, JsonToken value) throws IOException {
    if (cloud) {
      switch (name) {
        case "source" -> source = string(parser, value, name);
        case "time" -> time = string(parser, value, name);
        case "data" -> {
          if (value == JsonToken.START_OBJECT) {
            readData(parser);
          }
        }
        default -> {}
      }
    } else {
      part(parser, name, value);
    }
  }

  private void readData(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      part(parser, name, parser.nextToken());
      parser.skipChildren();
    }
  }

  /** The members of the seed's events that mean something to Kurier (spec section 3). */
  private void part(JsonParser parser, String name, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      return;
    }
    switch (name) {
      case "account" -> accountId = member(parser, "accountId");
      case "event" -> occurredAt = member(parser, "occurredAt");
      case "contact" -> imported = "import".equals(member(parser, "origin"));
      default -> {}
    }
  }

  /** The string member of that name of the object that the parser stands at; reads to its end. */
  private static @Nullable String member(JsonParser parser, String wanted) throws IOException {
    String found = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isWanted = parser.currentName().equals(wanted);
      JsonToken value = parser.nextToken();
      if (isWanted) {
        found = value == JsonToken.VALUE_STRING ? parser.getText() : null;
      }
      parser.skipChildren();
    }
    return found;
  }

  private @Nullable String string(JsonParser parser, JsonToken value, String name)
      throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      // Of a CloudEvent all attributes are checked at its end.
      if (!cloud) {
        faults.add(Faults.below(pointer, name), "must be a string");
      }
      return null;
    }
    return parser.getText();
  }

  private @Nullable String id(JsonParser parser, JsonToken value) throws IOException {
    String id = string(parser, value, "id");
    if (id != null
        && ((id.isEmpty() && !cloud) || id.codePointCount(0, id.length()) > LONGEST_ID)) {
      faults.add(Faults.below(pointer, "id"), "must have 1 to " + LONGEST_ID + " characters");
      return null;
    }
    if (id != null && id.indexOf('\0') >= 0) {
      faults.add(Faults.below(pointer, "id"), "must not contain the character U+0000");
      return null;
    }
    return id;
  }

  private @Nullable Incoming finish(int start, int end, byte[] bytes) throws IOException {
    int before = faults.list().size();
    byte[] body = start == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
    if (cloud) {
      CloudEventAttributes.check(body, pointer, faults);
    } else if (!seen.contains("type")) {
      faults.add(Faults.below(pointer, "type"), "is required");
    }
    if (faults.list().size() > before || type == null) {
      return null;
    }
    return new Incoming(
        type, source, producerId, instant(cloud ? time : occurredAt), accountId, imported, body);
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
