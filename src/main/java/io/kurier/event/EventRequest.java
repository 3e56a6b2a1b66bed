package io.kurier.event;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import io.kurier.problem.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request brings: events in the order in which they came, each with the place where it
 * stood, and what is wrong. Pure: bytes in, values out.
 *
 * @param events what could be read
 * @param broken lines of NDJSON that could not
 * @param shape how they came
 */
record EventRequest(List<Placed> events, List<BrokenLine> broken, Shape shape) {

  /** The largest event (design section 5). */
  static final int MOST_EVENT_BYTES = 256 * 1_024;

  /** The most events of an array. */
  static final int MOST_EVENTS = 1_000;

  /** The most lines: what 5 MiB of the smallest sensible events have; they are one transaction. */
  static final int MOST_LINES = 50_000;

  private static final String NOT_UTF8 = "The body must be UTF-8 without a byte order mark.";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Names come from everybody; the JVM's table of interned strings is not for them.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(500).build())
          .build();

  /** How events may come. */
  enum Shape {
    ONE,
    ARRAY,
    LINES
  }

  /**
   * An event and where it stood.
   *
   * @param pointer to it in the request
   * @param line of NDJSON, from one; else 0
   */
  record Placed(Incoming incoming, String pointer, int line) {}

  /** A line that is not kept, and why. */
  record BrokenLine(int line, List<Fault> faults) {}

  /**
   * One event, or an array of them.
   *
   * @param cloud whether they are CloudEvents
   * @throws DomainError 400 if it is not JSON, 413 if an event is too large, 422 with every other
   *     fault
   */
  static EventRequest json(byte[] body, boolean cloud) {
    if (!Utf8.isValid(body)) {
      throw DomainError.malformed(NOT_UTF8);
    }
    Faults faults = new Faults();
    try (JsonParser parser = JSON.createParser(body)) {
      JsonToken first = parser.nextToken();
      EventRequest request =
          first == JsonToken.START_ARRAY
              ? array(parser, body, faults, cloud)
              : one(parser, body, faults, cloud);
      if (parser.nextToken() != null) {
        throw DomainError.malformed("The body has something after its JSON value.");
      }
      faults.throwIfAny();
      return request;
    } catch (JacksonException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from an array does not fail", e);
    }
  }

  /**
   * One CloudEvent.
   *
   * @throws DomainError as {@link #json}; 422 if it is not an object
   */
  static EventRequest cloudEvent(byte[] body) {
    return expect(Shape.ONE, json(body, true), "must be one CloudEvent");
  }

  /**
   * A batch of CloudEvents.
   *
   * @throws DomainError as {@link #json}; 422 if it is not an array
   */
  static EventRequest cloudEvents(byte[] body) {
    return expect(Shape.ARRAY, json(body, true), "must be an array of CloudEvents");
  }

  private static EventRequest expect(Shape shape, EventRequest request, String detail) {
    if (request.shape() != shape) {
      throw DomainError.invalid("", detail);
    }
    return request;
  }

  /** One event per line; lines that can't be read do not stop the others. */
  static EventRequest lines(byte[] body) {
    List<Placed> events = new ArrayList<>();
    List<BrokenLine> broken = new ArrayList<>();
    int number = 0;
    int start = 0;
    while (start < body.length) {
      int end = start;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      number++;
      int last = end > start && body[end - 1] == '\r' ? end - 1 : end;
      if (!isBlank(body, start, last)) {
        line(Arrays.copyOfRange(body, start, last), number, events, broken);
      }
      start = end + 1;
    }
    if (events.size() + broken.size() > MOST_LINES) {
      throw DomainError.tooLarge("A request has at most " + MOST_LINES + " lines.");
    }
    if (events.isEmpty() && broken.isEmpty()) {
      throw DomainError.invalid("", "must have at least one event");
    }
    return new EventRequest(events, broken, Shape.LINES);
  }

  private static void line(byte[] line, int number, List<Placed> events, List<BrokenLine> broken) {
    try {
      Placed only = expect(Shape.ONE, json(line, false), "must be an object").events().getFirst();
      events.add(new Placed(only.incoming(), "", number));
    } catch (DomainError e) {
      broken.add(
          new BrokenLine(
              number, e.faults().isEmpty() ? List.of(new Fault("", e.detail())) : e.faults()));
    }
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private static EventRequest one(JsonParser parser, byte[] body, Faults faults, boolean cloud)
      throws IOException {
    if (parser.currentToken() == null) {
      throw DomainError.malformed("The body is empty.");
    }
    Incoming read = EventReader.read(parser, body, faults, "", cloud);
    checkSize(read, "");
    // Byte for byte as it came, with the blanks around it.
    Incoming whole = read == null ? null : read.withBody(body);
    return new EventRequest(
        whole == null ? List.of() : List.of(new Placed(whole, "", 0)), List.of(), Shape.ONE);
  }

  private static EventRequest array(JsonParser parser, byte[] body, Faults faults, boolean cloud)
      throws IOException {
    List<Placed> events = new ArrayList<>();
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (++count > MOST_EVENTS) {
        throw DomainError.invalid("", "must have at most " + MOST_EVENTS + " events");
      }
      String pointer = "/" + (count - 1);
      Incoming read = EventReader.read(parser, body, faults, pointer, cloud);
      checkSize(read, pointer);
      if (read != null) {
        events.add(new Placed(read, pointer, 0));
      }
    }
    if (count == 0) {
      faults.add("", "must have at least one event");
    }
    return new EventRequest(events, List.of(), Shape.ARRAY);
  }

  private static void checkSize(@Nullable Incoming read, String pointer) {
    if (read != null && read.body().length > MOST_EVENT_BYTES) {
      throw DomainError.tooLarge(
          "An event has at most " + MOST_EVENT_BYTES + " bytes; at '" + pointer + "' are more.");
    }
  }

  private static DomainError malformed(JacksonException failure) {
    return DomainError.malformed(
        "The body is not well-formed JSON, at byte "
            + (failure.getLocation() == null ? 0 : failure.getLocation().getByteOffset())
            + ".");
  }
}
