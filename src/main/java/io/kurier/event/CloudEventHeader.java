package io.kurier.event;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** How an attribute is written in an HTTP header (CloudEvents HTTP binding, section 3.1.3.2). */
final class CloudEventHeader {

  private CloudEventHeader() {}

  /**
   * The value of an attribute: quotes, as older producers write them, are taken off, then it is
   * percent-decoded once.
   *
   * @throws IllegalArgumentException if it is not encoded as it should be
   */
  static String decode(String header) {
    String text = unquote(header.strip());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(hexDigit(text, i + 1) << 4 | hexDigit(text, i + 2));
        i += 2;
      } else if (c >= ' ' && c <= '~') {
        bytes.write(c);
      } else {
        throw new IllegalArgumentException("must percent-encode whatever is not printable ASCII");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("must be percent-encoded UTF-8", e);
    }
  }

  private static int hexDigit(String text, int at) {
    int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    if (digit < 0 || text.charAt(at) > 'f') {
      throw new IllegalArgumentException("must have two hexadecimal digits after each %");
    }
    return digit;
  }

  /** Takes off the quotes and backslashes of a quoted string (RFC 9110 section 5.6.4). */
  private static String unquote(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 1; i < text.length() - 1; i++) {
      if (text.charAt(i) == '\\' && i < text.length() - 2) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }
}
