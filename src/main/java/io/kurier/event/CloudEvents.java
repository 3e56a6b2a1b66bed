package io.kurier.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.kurier.problem.DomainError;
import io.kurier.problem.Faults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a CloudEvent that came in the binary mode of the HTTP binding becomes the same event in its
 * structured form.
 */
final class CloudEvents {

  private static final String PREFIX = "ce-";
  private static final JsonFactory JSON = new JsonFactory();

  private CloudEvents() {}

  /** Whether the headers carry the attributes, and the body is the data. */
  static boolean isBinary(Function<String, @Nullable String> header) {
    return header.apply(PREFIX + "specversion") != null;
  }

  /**
   * The structured form of an event that came in binary form. The data's bytes stay as they came.
   *
   * @param headers of the request, all of them
   * @param data the body, which is JSON; an event may have none
   * @throws DomainError 422 with every fault of the headers; 400 if the data isn't one JSON value
   */
  static byte[] envelope(Map<String, List<String>> headers, byte[] data) {
    Faults faults = new Faults();
    Map<String, String> attributes = attributes(headers, faults);
    CloudEventAttributes.missing(attributes.keySet())
        .forEach(name -> faults.add(PREFIX + name, "is required"));
    attributes.forEach(
        (name, value) -> {
          String fault = CloudEventAttributes.fault(name, value);
          if (fault != null) {
            faults.add(PREFIX + name, fault);
          }
        });
    faults.throwIfAny();
    contentType(headers).forEach(type -> attributes.put("datacontenttype", type));
    try {
      requireOneValue(data);
      return write(attributes, data);
    } catch (IOException e) {
      throw DomainError.malformed("The data is not well-formed JSON.");
    }
  }

  /** The attributes of the headers, by name; those that can't be read are noted as faults. */
  private static Map<String, String> attributes(Map<String, List<String>> headers, Faults faults) {
    Map<String, String> attributes = new TreeMap<>();
    headers.forEach(
        (header, values) -> {
          String name = header.toLowerCase(Locale.ROOT);
          if (!name.startsWith(PREFIX) || values.isEmpty()) {
            return;
          }
          try {
            String value = CloudEventHeader.decode(values.getFirst());
            if (name.equals("ce-datacontenttype")) {
              faults.add(name, "must be left out: it is the Content-Type");
            } else if (!CloudEventAttributes.isName(name.substring(PREFIX.length()))) {
              faults.add(name, "must have a name of the characters a-z and 0-9, and not 'data'");
            } else if (values.size() > 1 || attributes.put(name.substring(3), value) != null) {
              faults.add(name, "stands twice");
            }
          } catch (IllegalArgumentException e) {
            attributes.put(name.substring(PREFIX.length()), "");
            faults.add(name, String.valueOf(e.getMessage()));
          }
        });
    return attributes;
  }

  private static List<String> contentType(Map<String, List<String>> headers) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
        .flatMap(header -> header.getValue().stream())
        .limit(1)
        .toList();
  }

  /** Else the end of the data could be that of the envelope, and more attributes follow. */
  private static void requireOneValue(byte[] data) throws IOException {
    if (!Utf8.isValid(data)) {
      throw DomainError.malformed("The data is not UTF-8 without a byte order mark.");
    }
    try (JsonParser parser = JSON.createParser(data)) {
      if (parser.nextToken() != null) {
        parser.skipChildren();
        if (parser.nextToken() != null) {
          throw DomainError.malformed("The data is more than one JSON value.");
        }
      }
    }
  }

  private static byte[] write(Map<String, String> attributes, byte[] data) throws IOException {
    ByteArrayOutputStream envelope = new ByteArrayOutputStream(data.length + 512);
    try (JsonGenerator json = JSON.createGenerator(envelope)) {
      json.writeStartObject();
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
      json.writeEndObject();
    }
    return isBlank(data) ? envelope.toByteArray() : withData(envelope.toByteArray(), data);
  }

  /** Puts the data before the brace that ends the attributes. */
  private static byte[] withData(byte[] attributes, byte[] data) {
    ByteArrayOutputStream envelope = new ByteArrayOutputStream(attributes.length + data.length + 8);
    envelope.write(attributes, 0, attributes.length - 1);
    envelope.writeBytes(new byte[] {',', '"', 'd', 'a', 't', 'a', '"', ':'});
    envelope.writeBytes(data);
    envelope.write('}');
    return envelope.toByteArray();
  }

  private static boolean isBlank(byte[] data) {
    for (byte each : data) {
      if (each > ' ' || each < 0) {
        return false;
      }
    }
    return true;
  }
}
