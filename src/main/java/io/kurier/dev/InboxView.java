package io.kurier.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came to one name, newest first. */
record InboxView(List<Request> items) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  /** One request. */
  record Request(
      Instant receivedAt,
      int answered,
      int events,
      int bytes,
      Map<String, String> headers,
      JsonNode body) {

    static Request of(Received received) {
      return new Request(
          received.at(),
          received.answered(),
          received.events(),
          received.size(),
          new TreeMap<>(received.headers()),
          received.body());
    }
  }

  static InboxView of(List<Received> requests) {
    return new InboxView(requests.stream().map(Request::of).toList());
  }

  /** A line for each request, for a terminal. */
  static String text(List<Received> requests, ZoneId zone) {
    return requests.isEmpty()
        ? "Nothing came yet.\n"
        : requests.stream().map(request -> line(request, zone)).collect(Collectors.joining());
  }

  private static String line(Received request, ZoneId zone) {
    return String.format(
        Locale.ROOT,
        "%s  %-36s  %-34s  %4d event%s  %7d bytes  answered %d%n",
        TIME.format(request.at().atZone(zone)),
        request.header("x-webhook-id"),
        request.header("x-webhook-type"),
        request.events(),
        request.events() == 1 ? " " : "s",
        request.size(),
        request.answered());
  }
}
