package io.kurier.event;

import io.kurier.problem.ContentType;
import io.kurier.problem.DomainError;
import java.util.List;

/** What a Content-Type says about how events come. */
enum ContentKind {
  JSON("application/json"),
  LINES("application/x-ndjson"),
  STRUCTURED_CLOUD_EVENT("application/cloudevents+json"),
  BATCHED_CLOUD_EVENTS("application/cloudevents-batch+json"),
  BINARY_CLOUD_EVENT("application/json");

  private final String mediaType;

  ContentKind(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Whether the events are CloudEvents. */
  boolean isCloud() {
    return switch (this) {
      case JSON, LINES -> false;
      case STRUCTURED_CLOUD_EVENT, BATCHED_CLOUD_EVENTS, BINARY_CLOUD_EVENT -> true;
    };
  }

  /** Its media type, or the plainest of them. */
  String mediaType() {
    return mediaType;
  }

  /**
   * The kind.
   *
   * @param contentType of a body; where there is none it says nothing, and is not asked
   * @param binaryCloudEvent whether the request has the header {@code ce-specversion}
   * @throws DomainError 415 if it is none
   */
  static ContentKind of(ContentType contentType, boolean binaryCloudEvent) {
    String type = contentType.mediaType();
    for (ContentKind kind : List.of(LINES, STRUCTURED_CLOUD_EVENT, BATCHED_CLOUD_EVENTS)) {
      if (type.equals(kind.mediaType)) {
        return kind;
      }
    }
    if (binaryCloudEvent && (type.equals(JSON.mediaType) || type.endsWith("+json"))) {
      return BINARY_CLOUD_EVENT;
    }
    if (type.equals(JSON.mediaType)) {
      return JSON;
    }
    throw DomainError.unsupported(
        "Send application/json, application/x-ndjson, application/cloudevents+json or"
            + " application/cloudevents-batch+json.");
  }
}
