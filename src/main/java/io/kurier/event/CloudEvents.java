package io.kurier.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.kurier.problem.DomainError;
import io.kurier.problem.Faults;
import io.kurier.problem.ForeignJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a CloudEvent that came in the binary mode of the HTTP binding becomes the same event in its
 * structured form.
 */
final class CloudEvents {

  /** The header that says that the others carry the attributes, and the body is the data. */
  static final String MARK = "ce-specversion";

  private static final String PREFIX = "ce-";
  private static final JsonFactory JSON = ForeignJson.factory().build();

  private CloudEvents() {}

  /**
   * The attributes that the headers carry, by name; {@code datacontenttype} is not among them.
   *
   * @param headers of the request, all of them
   * @throws DomainError 422 with every fault of the headers, one for each of them
   */
  static Map<String, String> attributes(Map<String, List<String>> headers) {
    Faults faults = new Faults();
    Map<String, String> attributes = new TreeMap<>();
    Set<String> names = new HashSet<>();
    headers.forEach(
        (header, values) -> {
          String name = header.toLowerCase(Locale.ROOT);
          if (!name.startsWith(PREFIX) || values.isEmpty()) {
            return;
          }
          String attribute = name.substring(PREFIX.length());
          try {
            if (!names.add(attribute) || values.size() > 1) {
              throw new IllegalArgumentException(EventReader.TWICE);
            }
            attributes.put(attribute, value(attribute, values.getFirst()));
          } catch (IllegalArgumentException e) {
            faults.add(name, String.valueOf(e.getMessage()));
          }
        });
    CloudEventAttributes.missing(names).forEach(name -> faults.add(PREFIX + name, "is required"));
    faults.throwIfAny();
    return attributes;
  }

  /**
   * The structured form of an event that came in binary form. The data's bytes stay as they came.
   *
   * @param contentType of the data, as it came
   * @param data the body, which is JSON; an event may have none
   * @throws DomainError 400 if the data isn't one JSON value
   */
  static byte[] envelope(Map<String, String> attributes, String contentType, byte[] data) {
    Map<String, String> all = new TreeMap<>(attributes);
    if (data.length > 0) {
      all.put("datacontenttype", contentType);
    }
    try {
      requireOneValue(data);
      return write(all, data);
    } catch (IOException e) {
      throw DomainError.malformed("The data is not well-formed JSON.");
    }
  }

  /**
   * The value of an attribute.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  private static String value(String attribute, String header) {
    if (attribute.equals("datacontenttype")) {
      throw new IllegalArgumentException("must be left out: it is the Content-Type");
    }
    if (!CloudEventAttributes.isName(attribute)) {
      throw new IllegalArgumentException(
          "must have a name of the characters a-z and 0-9, and not 'data'");
    }
    if (!CloudEventAttributes.isUri(attribute)) {
      return valid(attribute, CloudEventHeader.decode(header));
    }
    // Many producers do not encode the % of a URI once more, as they should: what is one only
    // before it is decoded is taken as it came.
    try {
      return valid(attribute, CloudEventHeader.decode(header));
    } catch (IllegalArgumentException e) {
      String raw = header.strip();
      if (CloudEventAttributes.fault(attribute, raw) == null) {
        return raw;
      }
      throw e;
    }
  }

  private static String valid(String attribute, String value) {
    String fault = CloudEventAttributes.fault(attribute, value);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    return value;
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

  static boolean isBlank(byte[] data) {
    for (byte each : data) {
      if (each > ' ' || each < 0) {
        return false;
      }
    }
    return true;
  }
}
