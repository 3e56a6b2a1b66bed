package io.kurier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrefaceTest {

  private static final byte[] MAGIC =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Test
  void isWholeWithItsSettings() {
    Preface preface = new Preface();
    assertFalse(preface.isWholeWith(Unpooled.wrappedBuffer(MAGIC)));
    ByteBuf settings = Unpooled.wrappedBuffer(settings(12));
    assertTrue(preface.isWholeWith(settings));
    assertEquals(9 + 12, settings.readableBytes(), "they are for the decoder");
  }

  @Test
  void isMeasuredByteByByte() {
    Preface preface = new Preface();
    ByteBuf bytes = Unpooled.wrappedBuffer(MAGIC, settings(300));
    int count = bytes.readableBytes();
    for (int i = 1; i < count; i++) {
      assertFalse(preface.isWholeWith(bytes.readSlice(1)), i + " of " + count);
    }
    assertTrue(preface.isWholeWith(bytes.readSlice(1)));
  }

  @Test
  void mayBeEmptyOfSettings() {
    assertTrue(new Preface().isWholeWith(Unpooled.wrappedBuffer(MAGIC, settings(0))));
    assertFalse(
        new Preface().isWholeWith(Unpooled.wrappedBuffer(MAGIC, settings(0)).readSlice(32)));
  }

  private static byte[] settings(int length) {
    byte[] frame = new byte[9 + length];
    frame[1] = (byte) (length >> 8);
    frame[2] = (byte) length;
    frame[3] = 4;
    return frame;
  }
}
