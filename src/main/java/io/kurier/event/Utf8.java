package io.kurier.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is UTF-8. Bytes: without a byte order mark (RFC 8259 section 8.1), since parsers are laxer
 * than receivers. Text: what escapes can write, but neither UTF-8 nor the database can hold.
 */
final class Utf8 {

  private static final int CHUNK = 4_096;

  private Utf8() {}

  static boolean isValid(byte[] bytes) {
    if (startsWithMark(bytes)) {
      return false;
    }
    if (isAscii(bytes)) {
      return true;
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer from = ByteBuffer.wrap(bytes);
    CharBuffer to = CharBuffer.allocate(CHUNK);
    CoderResult result;
    do {
      to.clear();
      result = decoder.decode(from, to, true);
    } while (result.isOverflow());
    return !result.isError();
  }

  /**
   * What keeps a text that Kurier stores or hashes from being stored as it is; null if nothing
   * does. Half of a surrogate pair would become a question mark, and two texts the same.
   */
  static @Nullable String fault(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "must not contain the character U+0000";
      }
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return "must not contain half of a surrogate pair";
        }
        i++;
      }
    }
    return null;
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte each : bytes) {
      if (each < 0) {
        return false;
      }
    }
    return true;
  }
}
