package io.kurier.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kurier.problem.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the attributes of a CloudEvent must be like (CloudEvents 1.0, sections 2 and 3): checks
 * those of one event while it is read.
 */
final class CloudEventAttributes {

  private static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");

  private static final Set<String> DEFINED =
      Set.of(
          "id",
          "source",
          "specversion",
          "type",
          "datacontenttype",
          "dataschema",
          "subject",
          "time");

  private static final String DATA = "data";
  private static final String DATA_BASE64 = "data_base64";

  /** Digits and a sign; a longer number is not even converted. */
  private static final int LONGEST_INT = 11;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MEDIA_TYPE = Pattern.compile("[^\\s/;]+/[^\\s/;]+\\s*(;.*)?");

  private final Faults faults;
  private final String pointer;
  private final Set<String> names = new HashSet<>();

  /**
   * @param pointer to the event in the request
   */
  CloudEventAttributes(Faults faults, String pointer) {
    this.faults = faults;
    this.pointer = pointer;
  }

  /** The required ones that are not among these. */
  static List<String> missing(Set<String> names) {
    return REQUIRED.stream().filter(name -> !names.contains(name)).toList();
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
   * Checks a member of an event in structured form.
   *
   * @param parser is at its value
   */
  void check(String name, JsonToken value, JsonParser parser) throws IOException {
    // Null says the same as leaving it out (JSON format, section 2.2).
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    names.add(name);
    String fault = fault(name, value, parser);
    if (fault != null) {
      faults.add(Faults.below(pointer, name), fault);
    }
  }

  /** Checks what can be told once all members were read. */
  void finish() {
    missing(names).forEach(name -> faults.add(Faults.below(pointer, name), "is required"));
    if (names.contains(DATA) && names.contains(DATA_BASE64)) {
      faults.add(Faults.below(pointer, DATA_BASE64), "must not occur together with data");
    }
  }

  private static @Nullable String fault(String name, JsonToken value, JsonParser parser)
      throws IOException {
    if (name.equals(DATA)) {
      return null;
    }
    if (name.equals(DATA_BASE64)) {
      return value == JsonToken.VALUE_STRING ? null : "must be a string";
    }
    if (!isName(name)) {
      return "must have a name of the characters a-z and 0-9";
    }
    if (value == JsonToken.VALUE_STRING) {
      return fault(name, parser.getText());
    }
    return DEFINED.contains(name) ? "must be a string" : kindFault(value, parser);
  }

  /** An extension may also be a boolean or a whole number of 32 bits (section 2.1). */
  private static @Nullable String kindFault(JsonToken value, JsonParser parser) throws IOException {
    boolean fine =
        value.isBoolean()
            || (value == JsonToken.VALUE_NUMBER_INT
                && parser.getTextLength() <= LONGEST_INT
                && parser.getNumberType() == JsonParser.NumberType.INT);
    return fine ? null : "must be a string, a boolean or a whole number of 32 bits";
  }

  /** Whether an attribute of this name is a URI, or a reference to one. */
  static boolean isUri(String name) {
    return name.equals("source") || name.equals("dataschema");
  }

  private static boolean isUri(String value, boolean absolute) {
    try {
      return !value.isEmpty()
          && textFault(value) == null
          && (new URI(value).isAbsolute() || !absolute);
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
    return value.codePoints().anyMatch(CloudEventAttributes::isNoText)
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
