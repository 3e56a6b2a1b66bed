package io.kurier.event;

import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The HTTP binding of CloudEvents 1.0. */
final class CloudEvents {

  private CloudEvents() {}

  /** Whether the headers carry the attributes, and the body is the data. */
  static boolean isBinary(Function<String, @Nullable String> header) {
    return header.apply("ce-specversion") != null;
  }

  /** The structured form of an event that came in binary form. */
  static byte[] envelope(MultivaluedMap<String, String> headers, byte[] data) {
    ByteArrayOutputStream json = new ByteArrayOutputStream(data.length + 256);
    json.writeBytes(data);
    return headers.isEmpty() ? json.toByteArray() : data;
  }
}
