package io.kurier.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kurier.problem.Faults;
import io.kurier.problem.JsonBody;
import io.kurier.problem.Members;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers that a customer adds to its requests: which may be, and how they are stored. */
final class OwnHeaders {

  static final int MOST = 20;
  static final int LONGEST_VALUE = 1_024;

  /** RFC 9110, section 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

  /**
   * Those that Kurier sets, and those that describe the message, make the request conditional or
   * belong to the connection: each would say of the body, or of the exchange, what is not so.
   */
  private static final Set<String> RESERVED =
      Set.of(
          "accept-encoding",
          "connection",
          "date",
          "digest",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "kurier-hops",
          "range",
          "repr-digest",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          "want-digest",
          "webhook-id",
          "webhook-signature",
          "webhook-timestamp",
          "x-request-id",
          "x-webhook-id",
          "x-webhook-type");

  private static final List<String> RESERVED_BEGINNINGS = List.of("content-", "if-", "proxy-");

  private OwnHeaders() {}

  /**
   * The headers of a request, noting what is wrong with them.
   *
   * @param stored the present headers, for those that come with null
   */
  static Map<String, String> read(Members request, Map<String, String> stored) {
    JsonNode headers = request.get("headers");
    String pointer = request.pointer("headers");
    if (headers == null) {
      return Map.of();
    }
    if (!headers.isObject() || headers.size() > MOST) {
      request.faults().add(pointer, "must be an object of at most 20 headers");
      return Map.of();
    }
    Map<String, String> present = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    present.putAll(stored);
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      String name = header.getKey();
      JsonNode given = header.getValue();
      String value = given.isNull() ? present.get(name) : given.textValue();
      String at = Faults.below(pointer, name);
      faultOfName(name).ifPresent(fault -> request.faults().add(at, fault));
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        request.faults().add(at, "stands there twice: header names differ in more than case");
      } else if (value != null) {
        faultOfValue(value).ifPresent(fault -> request.faults().add(at, fault));
        values.put(name, value);
      } else {
        request
            .faults()
            .add(at, given.isNull() ? "has no stored value to keep: give one" : "must be a string");
      }
    }
    return values;
  }

  /** As they are stored, before they are encrypted: a JSON object; null where there are none. */
  static @Nullable String stored(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return null;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    headers.forEach(object::put);
    return object.toString();
  }

  /** The stored headers; one that was stored before it was reserved is left out. */
  static Map<String, String> ofStored(@Nullable String stored) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (stored != null) {
      JsonBody.read(stored.getBytes(StandardCharsets.UTF_8), WebhookRequest.MOST_KIB)
          .properties()
          .stream()
          .filter(header -> faultOfName(header.getKey()).isEmpty())
          .forEach(header -> headers.put(header.getKey(), header.getValue().textValue()));
    }
    return headers;
  }

  /** What is wrong with the name, as the end of a sentence; empty if nothing is. */
  private static Optional<String> faultOfName(String name) {
    if (!TOKEN.matcher(name).matches()) {
      return Optional.of("is no header name: 1 to 64 letters, digits and !#$%&'*+-.^_`|~");
    }
    String folded = name.toLowerCase(Locale.ROOT);
    return RESERVED.contains(folded) || RESERVED_BEGINNINGS.stream().anyMatch(folded::startsWith)
        ? Optional.of("is set by Kurier, describes the message or belongs to the connection")
        : Optional.empty();
  }

  /** What is wrong with the value, as the end of a sentence; empty if nothing is. */
  private static Optional<String> faultOfValue(String value) {
    if (value.length() > LONGEST_VALUE) {
      return Optional.of("must not be longer than 1024 characters");
    }
    return !value.equals(value.strip()) || !value.chars().allMatch(c -> c >= ' ' && c < 0x7F)
        ? Optional.of("must be ASCII without control characters and without spaces around it")
        : Optional.empty();
  }
}
