package io.kurier.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes are UTF-8 without a byte order mark (RFC 8259 section 8.1): parsers are laxer than
 * receivers.
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
