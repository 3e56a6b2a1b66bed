package io.kurier.delivery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Content codings of an answer (RFC 9110 section 8.4.1). Receivers are asked for none; some send
 * one all the same.
 */
final class ContentCoding {

  private static final int PIECE = 1_024;

  private ContentCoding() {}

  /**
   * A body without its coding. One of an unknown coding, or that is not coded as it says, stays as
   * it is.
   *
   * @param coding the header; null where there is none
   * @param body may be cut off
   * @param most how many bytes are decoded
   */
  static byte[] decode(@Nullable String coding, byte[] body, int most) {
    if (coding == null || body.length == 0) {
      return body;
    }
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> read(GZIPInputStream::new, body, most);
      case "deflate" -> read(InflaterInputStream::new, body, most);
      default -> body;
    };
  }

  private interface Opening {
    InputStream open(InputStream coded) throws IOException;
  }

  private static byte[] read(Opening opening, byte[] body, int most) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (InputStream in = opening.open(new ByteArrayInputStream(body))) {
      byte[] piece = new byte[PIECE];
      while (plain.size() < most) {
        int length = in.read(piece, 0, Math.min(PIECE, most - plain.size()));
        if (length < 0) {
          break;
        }
        plain.write(piece, 0, length);
      }
    } catch (IOException e) {
      // It is cut off, or coded otherwise: what could be read counts.
    }
    return plain.size() == 0 ? body : plain.toByteArray();
  }
}
