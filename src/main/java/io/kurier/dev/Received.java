package io.kurier.dev;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * A request that came to the receiver.
 *
 * @param answered the status that it was answered with
 * @param headers by lower-case name
 * @param size of the body, in bytes
 * @param kept the body's first MiB
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Received(Instant at, int answered, Map<String, String> headers, int size, byte[] kept) {

  private static final int MOST_KEPT = 1_024 * 1_024;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static Received of(Instant at, int answered, Map<String, String> headers, byte[] body) {
    byte[] kept = body.length > MOST_KEPT ? Arrays.copyOf(body, MOST_KEPT) : body;
    return new Received(at, answered, Map.copyOf(headers), body.length, kept);
  }

  /** How many events the body holds: a batch is an array. */
  int events() {
    JsonNode body = body();
    return body.isArray() ? body.size() : 1;
  }

  /** The body where it is JSON, else its text as a JSON string. */
  JsonNode body() {
    String text = new String(kept, StandardCharsets.UTF_8);
    try {
      JsonNode tree = JSON.readTree(text);
      return tree.isMissingNode() ? TextNode.valueOf(text) : tree;
    } catch (JacksonException e) {
      return TextNode.valueOf(text);
    }
  }

  String header(String name) {
    return headers.getOrDefault(name, "-");
  }
}
