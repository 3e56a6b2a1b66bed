package io.kurier.event;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import io.kurier.problem.Faults;
import io.kurier.problem.ForeignJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a request brings: events in the order in which they came, each with its place, and what is
 * wrong. Pure: bytes in, values out. Elements are counted before they are read, and what is kept of
 * faults is bounded, so that no request costs more than its bytes are worth.
 *
 * @param events what could be read
 * @param broken lines of NDJSON that could not be read
 * @param shape how they came
 */
record EventRequest(List<Placed> events, BrokenLines broken, Shape shape) {

  /** The largest event, with the blanks around it (design section 5). */
  static final int MAX_EVENT_BYTES = 256 * 1_024;

  /** The most events of an array. */
  static final int MAX_EVENTS = 1_000;

  /** The most lines: what 5 MiB of the smallest sensible events have; they are one transaction. */
  static final int MAX_LINES = 50_000;

  private static final int MAX_DEPTH = 500;

  private static final String NOT_UTF8 = "The body must be UTF-8 without a byte order mark.";

  private static final JsonFactory JSON =
      ForeignJson.factory()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  /** How events may come. */
  enum Shape {
    ONE,
    ARRAY,
    LINES
  }

  /**
   * An event and its place.
   *
   * @param pointer to it in the request
   * @param line of NDJSON, from one; else 0
   */
  record Placed(Incoming incoming, String pointer, int line) {}

  /**
   * One event, or an array of them.
   *
   * @param cloud whether they are CloudEvents
   * @throws DomainError 400 if it is not JSON, 413 if an event is too large, 422 with every other
   *     fault
   */
  static EventRequest json(byte[] body, boolean cloud) {
    if (!isArray(body)) {
      requireSize(body.length, "");
    }
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
      // Not an outage, whatever it is: only the bytes of the body can be at fault.
      throw DomainError.malformed("The body is not well-formed JSON.");
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

  /**
   * One event per line; lines that can't be read do not stop the others.
   *
   * @throws DomainError 413 if there are too many lines, before any of them is read
   */
  static EventRequest lines(byte[] body) {
    requireFewLines(body);
    List<Placed> events = new ArrayList<>();
    BrokenLines broken = new BrokenLines();
    int number = 0;
    for (int start = 0, end; start < body.length; start = end + 1) {
      end = endOfLine(body, start);
      number++;
      int last = end > start && body[end - 1] == '\r' ? end - 1 : end;
      if (!isBlank(body, start, last)) {
        line(Arrays.copyOfRange(body, start, last), number, events, broken);
      }
    }
    return new EventRequest(events, broken, Shape.LINES);
  }

  private static void requireFewLines(byte[] body) {
    int lines = 0;
    for (int start = 0, end; start < body.length; start = end + 1) {
      end = endOfLine(body, start);
      if (!isBlank(body, start, end) && ++lines > MAX_LINES) {
        throw DomainError.tooLarge("A request has at most " + MAX_LINES + " lines.");
      }
    }
  }

  private static int endOfLine(byte[] body, int start) {
    int end = start;
    while (end < body.length && body[end] != '\n') {
      end++;
    }
    return end;
  }

  private static void line(byte[] line, int number, List<Placed> events, BrokenLines broken) {
    try {
      Placed only = expect(Shape.ONE, json(line, false), "must be an object").events().getFirst();
      events.add(new Placed(only.incoming(), "", number));
    } catch (DomainError e) {
      broken.add(number, e.faults().isEmpty() ? List.of(new Fault("", e.detail())) : e.faults());
    }
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static boolean isArray(byte[] body) {
    int at = 0;
    while (at < body.length && body[at] >= 0 && body[at] <= ' ') {
      at++;
    }
    return at < body.length && body[at] == '[';
  }

  private static EventRequest one(JsonParser parser, byte[] body, Faults faults, boolean cloud)
      throws IOException {
    if (parser.currentToken() == null) {
      throw DomainError.malformed("The body is empty.");
    }
    Incoming read = EventReader.read(parser, body, faults, "", cloud);
    // Byte for byte as it came, with the blanks around it.
    Incoming whole = read == null ? null : read.withBody(body);
    return new EventRequest(
        whole == null ? List.of() : List.of(new Placed(whole, "", 0)),
        new BrokenLines(),
        Shape.ONE);
  }

  /** An empty one is nothing to be kept, and no fault: whoever has nothing to send may say so. */
  private static EventRequest array(JsonParser parser, byte[] body, Faults faults, boolean cloud)
      throws IOException {
    List<Placed> events = new ArrayList<>();
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (++count > MAX_EVENTS) {
        throw DomainError.invalid("", "must have at most " + MAX_EVENTS + " events");
      }
      String pointer = "/" + (count - 1);
      Incoming read = EventReader.read(parser, body, faults, pointer, cloud);
      if (faults.isFull()) {
        throw DomainError.invalid(faults.list());
      }
      if (read != null) {
        events.add(new Placed(read, pointer, 0));
      }
    }
    return new EventRequest(events, new BrokenLines(), Shape.ARRAY);
  }

  /**
   * @throws DomainError 413 if an event has more bytes than one may have
   */
  static void requireSize(int bytes, String pointer) {
    if (bytes > MAX_EVENT_BYTES) {
      throw DomainError.tooLarge(
          "An event has at most " + MAX_EVENT_BYTES + " bytes; at '" + pointer + "' are more.");
    }
  }

  private static DomainError malformed(JacksonException failure) {
    if (failure instanceof StreamConstraintsException) {
      return DomainError.malformed(
          "The body is nested deeper than "
              + MAX_DEPTH
              + " levels, or has a name or a number that is too long.");
    }
    return DomainError.malformed(
        "The body is not well-formed JSON, at byte "
            + (failure.getLocation() == null ? 0 : failure.getLocation().getByteOffset())
            + ".");
  }
}
