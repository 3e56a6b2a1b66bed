package io.kurier.webhook;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kurier.problem.DomainError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;

/** The body of a management request, read strictly: what is unclear is not guessed at. */
final class JsonBody {

  static final int MOST_BYTES = 64 * 1_024;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /**
   * The JSON of a body.
   *
   * @throws DomainError 413 above 64 KiB; 400 if it is not UTF-8 without BOM, not JSON, or has a
   *     member twice
   */
  static JsonNode read(byte[] body) {
    if (body.length > MOST_BYTES) {
      throw DomainError.tooLarge("The body must not be larger than 64 KiB.");
    }
    JsonNode tree = parse(decode(body));
    if (tree.isMissingNode()) {
      throw DomainError.malformed("The body is empty.");
    }
    if (!isUnicode(tree)) {
      throw DomainError.malformed("The body holds half of a surrogate pair.");
    }
    return tree;
  }

  private static String decode(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
        throw DomainError.malformed("The body must not start with a byte order mark.");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw DomainError.malformed("The body is not UTF-8.");
    }
  }

  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
      throw DomainError.malformed(
          "The body is not well-formed JSON" + where + ": " + e.getOriginalMessage());
    }
  }

  /** Escapes can write half a surrogate pair, which neither UTF-8 nor the database can hold. */
  private static boolean isUnicode(JsonNode node) {
    return (!node.isTextual() || isUnicode(node.textValue()))
        && node.properties().stream().allMatch(member -> isUnicode(member.getKey()))
        && StreamSupport.stream(node.spliterator(), false).allMatch(JsonBody::isUnicode);
  }

  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
