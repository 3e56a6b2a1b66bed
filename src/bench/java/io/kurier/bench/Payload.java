package io.kurier.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests with events of one size. Each event holds, always at the same place, when it should have
 * been sent, as {@link System#nanoTime()}: that clock is the same for all processes of a machine.
 */
final class Payload {

  /** How events are put into a request. */
  enum Shape {
    SINGLE("application/json"),
    ARRAY("application/json"),
    LINES("application/x-ndjson");

    private final String contentType;

    Shape(String contentType) {
      this.contentType = contentType;
    }

    String contentType() {
      return contentType;
    }
  }

  private static final String HEAD = "{\"sent\":\"";
  private static final int DIGITS = 19;

  private final List<byte[]> templates;
  private final int events;
  private final int stride;
  private final int first;

  /**
   * A kind of request.
   *
   * @param types of its events; requests take turns with them
   * @param events in a request
   * @param eventBytes of an event, at least 300
   */
  Payload(Shape shape, List<String> types, int events, int eventBytes) {
    this.events = events;
    this.stride = eventBytes + 1;
    this.first = shape == Shape.ARRAY ? 1 : 0;
    this.templates = types.stream().map(type -> template(shape, type, events, eventBytes)).toList();
  }

  int events() {
    return events;
  }

  /** Whether the request of that number has events of the first type. */
  boolean isOfFirstType(long turn) {
    return turn % templates.size() == 0;
  }

  /** The request number {@code turn}, all of its events of that time. */
  byte[] at(long turn, long nanos) {
    byte[] body = templates.get((int) (turn % templates.size())).clone();
    for (int i = 0; i < events; i++) {
      stamp(body, first + i * stride, nanos);
    }
    return body;
  }

  /** The number of events in what a receiver got. */
  static int count(byte[] body, int eventBytes) {
    int count = body[0] == '[' ? (body.length - 1) / (eventBytes + 1) : 1;
    int expected = body[0] == '[' ? 1 + count * (eventBytes + 1) : eventBytes;
    if (body.length != expected) {
      throw new IllegalStateException("a body of " + body.length + " bytes is not ours");
    }
    return count;
  }

  /** When an event should have been sent. */
  static long sentAt(byte[] body, int number, int eventBytes) {
    int at = (body[0] == '[' ? 1 : 0) + number * (eventBytes + 1) + HEAD.length();
    long nanos = 0;
    for (int i = at; i < at + DIGITS; i++) {
      nanos = nanos * 10 + (body[i] - '0');
    }
    return nanos;
  }

  private static void stamp(byte[] body, int event, long nanos) {
    long left = nanos;
    for (int i = event + HEAD.length() + DIGITS - 1; i >= event + HEAD.length(); i--) {
      body[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  private static byte[] template(Shape shape, String type, int events, int eventBytes) {
    String event = event(type, eventBytes);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      all.add(event);
    }
    String text =
        switch (shape) {
          case SINGLE -> event;
          case ARRAY -> "[" + String.join(",", all) + "]";
          case LINES -> String.join("\n", all);
        };
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** With the members that Kurier looks at, as producers have them. */
  private static String event(String type, int eventBytes) {
    String event =
        HEAD
            + "0".repeat(DIGITS)
            + "\",\"type\":\""
            + type
            + "\",\"account\":{\"accountId\":\"V4z8k\"},\"contact\":{\"contactId\":\"pV9x\","
            + "\"email\":\"someone@example.com\",\"origin\":\"api\"},\"event\":{\"occurredAt\":"
            + "\"2026-01-31T08:15:30Z\"},\"note\":\"";
    return event + "x".repeat(eventBytes - event.length() - 2) + "\"}";
  }
}
