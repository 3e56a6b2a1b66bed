package io.kurier.network;

import io.netty.buffer.ByteBuf;

/**
 * How much has come of what a connection of HTTP/2 begins with: 24 bytes and a SETTINGS frame (RFC
 * 9113, section 3.4). Whether it is right is for others to judge; here it is measured.
 */
final class Preface {

  private static final int MAGIC = 24;

  /** Of a frame (RFC 9113, section 4.1); the first three bytes are the length of the rest. */
  private static final int FRAME_HEADER = 9;

  private static final int LENGTH = 3;

  private long read;
  private int length;

  /** Whether it is whole with these bytes, which stay unread. */
  boolean isWholeWith(ByteBuf bytes) {
    int from = bytes.readerIndex();
    for (long at = read; at < Math.min(read + bytes.readableBytes(), MAGIC + LENGTH); at++) {
      if (at >= MAGIC) {
        length = length << 8 | bytes.getUnsignedByte(from + (int) (at - read));
      }
    }
    read += bytes.readableBytes();
    return read >= MAGIC + FRAME_HEADER + length;
  }
}
