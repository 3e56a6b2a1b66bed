package io.kurier.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {

  private static final int MOST = 1_000;

  static byte[] zipped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String decode(String coding, byte[] body) {
    return new String(ContentCoding.decode(coding, body, MOST), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip "})
  void aZippedBodyIsUnzipped(String coding) {
    assertEquals("ok", decode(coding, zipped("ok")));
  }

  @Test
  void aDeflatedBodyIsInflated() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      out.write("ok".getBytes(UTF_8));
    }
    assertEquals("ok", decode("deflate", bytes.toByteArray()));
  }

  @Test
  void aBodyThatGrowsWithoutBoundIsCut() {
    assertEquals(MOST, decode("gzip", zipped("x".repeat(10_000_000))).length());
  }

  @Test
  void ofABodyThatIsCutOffWhatIsThereCounts() {
    byte[] whole = zipped("a".repeat(500) + "b".repeat(500));
    String part = decode("gzip", Arrays.copyOf(whole, whole.length - 8));
    assertTrue(part.startsWith("aaa"), part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "identity", ""})
  void whatCannotBeDecodedStays(String coding) {
    byte[] body = "{\"status\":\"OK\"}".getBytes(UTF_8);
    assertArrayEquals(body, ContentCoding.decode(coding, body, MOST));
  }
}
