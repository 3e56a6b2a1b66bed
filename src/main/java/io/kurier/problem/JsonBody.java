package io.kurier.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;

/** The body of a management request, read strictly: what is unclear is not guessed at. */
public final class JsonBody {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Numbers are kept as they came, since some are written out again. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(ForeignJson.factory().build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonBody() {}

  /**
   * The JSON of a body.
   *
   * @param mostKiB how large it may be
   * @throws DomainError 413 if it is larger; 400 if it is not UTF-8 without BOM, not JSON, or has a
   *     member twice
   */
  public static JsonNode read(byte[] body, int mostKiB) {
    if (body.length > mostKiB * 1_024) {
      throw DomainError.tooLarge("The body must not be larger than " + mostKiB + " KiB.");
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

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      // Without a place where a limit was exceeded, of depth for instance.
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
