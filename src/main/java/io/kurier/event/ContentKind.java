package io.kurier.event;

import io.kurier.problem.DomainError;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a Content-Type says about how events come. */
enum ContentKind {
  JSON,
  LINES,
  STRUCTURED_CLOUD_EVENT,
  BATCHED_CLOUD_EVENTS,
  BINARY_CLOUD_EVENT;

  static final String NDJSON = "application/x-ndjson";
  static final String CLOUD_EVENT = "application/cloudevents+json";
  static final String CLOUD_EVENTS = "application/cloudevents-batch+json";

  /**
   * The kind.
   *
   * @param binaryCloudEvent whether the request has the header {@code ce-specversion}
   * @throws DomainError 415 if it is none
   */
  static ContentKind of(@Nullable String contentType, boolean binaryCloudEvent) {
    String text = contentType == null ? "" : contentType;
    int semicolon = text.indexOf(';');
    String type =
        (semicolon < 0 ? text : text.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    if (semicolon >= 0 && !isUtf8(text.substring(semicolon))) {
      throw DomainError.unsupported("Only UTF-8 is taken.");
    }
    return switch (type) {
      case "application/json" -> binaryCloudEvent ? BINARY_CLOUD_EVENT : JSON;
      case NDJSON -> LINES;
      case CLOUD_EVENT -> STRUCTURED_CLOUD_EVENT;
      case CLOUD_EVENTS -> BATCHED_CLOUD_EVENTS;
      default -> {
        if (binaryCloudEvent && type.endsWith("+json")) {
          yield BINARY_CLOUD_EVENT;
        }
        throw DomainError.unsupported(
            "Send application/json, " + NDJSON + ", " + CLOUD_EVENT + " or " + CLOUD_EVENTS + ".");
      }
    };
  }

  private static boolean isUtf8(String parameters) {
    String text = parameters.toLowerCase(Locale.ROOT).replace("\"", "").replace(" ", "");
    int charset = text.indexOf("charset=");
    return charset < 0
        || text.startsWith("utf-8", charset + 8)
        || text.startsWith("us-ascii", charset + 8);
  }
}
