package io.kurier.delivery;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Where the body of an HTTP/1.x answer ends (RFC 9112 section 6.3). */
sealed interface BodyFraming {

  /** After so many bytes. */
  record Fixed(long length) implements BodyFraming {}

  /** After the chunk of length zero. */
  record Chunked() implements BodyFraming {}

  /** With the connection. */
  record UntilClose() implements BodyFraming {}

  /** More digits than any body has bytes. */
  int LONGEST_LENGTH = 18;

  /**
   * Reads it from a head.
   *
   * @throws BrokenAnswer if the head contradicts itself
   */
  static BodyFraming of(int status, HttpHeaders headers) throws BrokenAnswer {
    if (HttpStatus.hasNoBody(status)) {
      return new Fixed(0);
    }
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    if (length != null
        && isPlain(length)
        && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        && headers.getAll(HttpHeaderNames.CONTENT_LENGTH).size() == 1) {
      return new Fixed(Long.parseLong(length));
    }
    List<String> codings = tokens(headers, HttpHeaderNames.TRANSFER_ENCODING);
    codings.removeIf("identity"::equals);
    if (!codings.isEmpty()) {
      return codings.getLast().equals("chunked") ? new Chunked() : new UntilClose();
    }
    Set<String> lengths = new HashSet<>(tokens(headers, HttpHeaderNames.CONTENT_LENGTH));
    if (lengths.isEmpty()) {
      return new UntilClose();
    }
    if (lengths.size() > 1) {
      throw new BrokenAnswer("The answer has two different Content-Length values.", status);
    }
    String only = lengths.iterator().next();
    if (!only.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      throw new BrokenAnswer("The answer's Content-Length is not a number.", status);
    }
    return isPlain(only) ? new Fixed(Long.parseLong(only)) : new UntilClose();
  }

  /** Digits alone, and no more than any body has: nearly each answer has such a length. */
  private static boolean isPlain(String length) {
    for (int i = 0; i < length.length(); i++) {
      if (length.charAt(i) < '0' || length.charAt(i) > '9') {
        return false;
      }
    }
    return !length.isEmpty() && length.length() <= LONGEST_LENGTH;
  }

  /**
   * Whether the head announces bytes that this framing leaves on the connection, or bytes that
   * another reader would leave there: then nobody can tell where the next answer begins.
   */
  static boolean isAmbiguous(int status, HttpHeaders headers) {
    boolean length = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    boolean coding = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    return (length && coding)
        || (status == HttpStatus.NO_CONTENT
            && (coding || (length && !"0".equals(headers.get(HttpHeaderNames.CONTENT_LENGTH)))));
  }

  /** The members of a list header, in all its fields, in lower case. */
  static List<String> tokens(HttpHeaders headers, CharSequence name) {
    return new ArrayList<>(
        headers.getAll(name).stream()
            .flatMap(value -> Stream.of(value.split(",", -1)))
            .map(token -> token.strip().toLowerCase(Locale.ROOT))
            .filter(token -> !token.isEmpty())
            .toList());
  }
}
