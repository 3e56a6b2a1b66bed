package io.kurier.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.kurier.problem.DomainError;
import io.kurier.problem.Faults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0: what their attributes must be like (spec section 3), and how one that came in
 * the binary mode of the HTTP binding becomes the same event in its structured form.
 */
final class CloudEvents {

  /** The attributes that each event has. */
  static final Set<String> REQUIRED = Set.of("specversion", "id", "source", "type");

  private static final String PREFIX = "ce-";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MEDIA_TYPE = Pattern.compile("[^\\s/;]+/[^\\s/;]+\\s*(;.*)?");
  private static final JsonFactory JSON = new JsonFactory();

  private CloudEvents() {}

  /** Whether the headers carry the attributes, and the body is the data. */
  static boolean isBinary(Function<String, @Nullable String> header) {
    return header.apply(PREFIX + "specversion") != null;
  }

  /** Whether an attribute may be called so; {@code data} and {@code data_base64} are none. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals("data");
  }

  /** What is wrong with the value of an attribute; null if nothing is. */
  static @Nullable String fault(String name, String value) {
    return switch (name) {
      case "specversion" -> value.equals("1.0") ? null : "must be 1.0";
      case "source" -> isUri(value, false) ? null : "must be a URI reference, and not empty";
      case "dataschema" -> isUri(value, true) ? null : "must be a URI with a scheme";
      case "id", "type", "subject" -> value.isEmpty() ? "must not be empty" : textFault(value);
      case "time" -> isTime(value) ? null : "must be a time as in RFC 3339";
      case "datacontenttype" ->
          MEDIA_TYPE.matcher(value).matches() ? null : "must be a media type as in RFC 2046";
      default -> textFault(value);
    };
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
    REQUIRED.stream()
        .sorted()
        .filter(name -> !attributes.containsKey(name))
        .forEach(name -> faults.add(PREFIX + name, "is required"));
    attributes.forEach(
        (name, value) -> {
          String fault = fault(name, value);
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
            } else if (!isName(name.substring(PREFIX.length()))) {
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

  private static boolean isUri(String value, boolean absolute) {
    try {
      return !value.isEmpty() && (new URI(value).isAbsolute() || !absolute);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isTime(String value) {
    try {
      return TIME.matcher(value).matches()
          && OffsetDateTime.parse(value.toUpperCase(Locale.ROOT)).getYear() >= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Section 2.1 leaves out what is no text: control and non-characters. */
  private static @Nullable String textFault(String value) {
    return value.codePoints().anyMatch(CloudEvents::isNoText)
        ? "must not hold control characters or what is no character"
        : null;
  }

  private static boolean isNoText(int c) {
    return Character.isISOControl(c)
        || (c & 0xFFFE) == 0xFFFE
        || (c >= 0xFDD0 && c <= 0xFDEF)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
