package io.kurier.event;

import io.kurier.problem.ContentType;
import io.kurier.problem.DomainError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is understood: what its headers say of the events, and its body.
 *
 * @param attributes of a binary CloudEvent, by name; else empty
 * @param contentType the header as it came; empty where there is none, or no body
 * @param type what it says
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Posted(
    ContentKind kind,
    Map<String, String> attributes,
    String contentType,
    ContentType type,
    byte[] body) {

  /** Read in about half a millisecond. */
  private static final int SHORT_BYTES = 64 * 1_024;

  /** Lines can be broken, each of them, and that costs more. */
  private static final int SHORT_LINES_BYTES = 8 * 1_024;

  /**
   * Understands a request.
   *
   * @param contentType the header as it came; null where there is none
   * @param binary whether the request has the header {@code ce-specversion}
   * @param headers all of them
   * @throws DomainError 415 if the type is none that is taken, 422 with the faults of a
   *     CloudEvent's headers
   */
  static Posted of(
      @Nullable String contentType,
      boolean binary,
      Map<String, List<String>> headers,
      byte[] body) {
    // Content-Type is about a body: without one it says nothing, and clients send what they like.
    String header = contentType == null || body.length == 0 ? "" : contentType;
    ContentType type = ContentType.of(header.isEmpty() ? null : header);
    ContentKind kind = body.length == 0 ? empty(contentType, binary) : ContentKind.of(type, binary);
    Map<String, String> attributes =
        kind == ContentKind.BINARY_CLOUD_EVENT ? CloudEvents.attributes(headers) : Map.of();
    return new Posted(kind, attributes, header, type, body);
  }

  /** No lines are no events; of the other types an empty body is none. */
  private static ContentKind empty(@Nullable String contentType, boolean binary) {
    if (binary) {
      return ContentKind.BINARY_CLOUD_EVENT;
    }
    return mediaType(contentType).equals(ContentKind.LINES.mediaType())
        ? ContentKind.LINES
        : ContentKind.JSON;
  }

  /** Empty where there is none, or none that can be read. */
  private static String mediaType(@Nullable String contentType) {
    try {
      return ContentType.of(contentType).mediaType();
    } catch (DomainError e) {
      return "";
    }
  }

  /** Whether to read it takes no longer than an event loop may be busy. */
  boolean isShort() {
    return body.length <= (kind == ContentKind.LINES ? SHORT_LINES_BYTES : SHORT_BYTES);
  }

  /**
   * Reads the events.
   *
   * @throws DomainError as {@link EventRequest}'s methods
   */
  EventRequest read() {
    return switch (kind) {
      case JSON -> EventRequest.json(body, false);
      case LINES -> EventRequest.lines(body);
      case STRUCTURED_CLOUD_EVENT -> EventRequest.cloudEvent(body);
      case BATCHED_CLOUD_EVENTS -> EventRequest.cloudEvents(body);
      case BINARY_CLOUD_EVENT -> {
        EventRequest.requireSize(body.length, "");
        yield EventRequest.cloudEvent(CloudEvents.envelope(attributes, contentType, body));
      }
    };
  }

  /** The same for requests that mean the same, whatever the spelling of their headers. */
  byte[] fingerprint() {
    return kind == ContentKind.BINARY_CLOUD_EVENT
        ? Keys.ofContent(type.canonical(), attributes, body)
        : Keys.ofContent(kind.mediaType(), body);
  }

  /**
   * How earlier versions recognised the same request, where that differs; null where it does not,
   * or was wrong. Keys are remembered for a day.
   */
  byte @Nullable [] formerFingerprint() {
    return kind == ContentKind.BINARY_CLOUD_EVENT || contentType.equals(kind.mediaType())
        ? null
        : Keys.ofContent(contentType, body);
  }
}
