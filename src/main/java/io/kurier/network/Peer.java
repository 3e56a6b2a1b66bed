package io.kurier.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Who counts as one at the other end: an IPv4 address, or the /64 network of an IPv6 address, all
 * of which whoever has one address of it usually has (RFC 6177, section 1).
 *
 * @param bits those of the IPv4 address, or the first 64 of the IPv6 address
 */
record Peer(boolean isV4, long bits) {

  /** An address that IPv6 wraps up (::ffff:192.0.2.1) is read as IPv4 by the platform already. */
  static Peer of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address
        ? new Peer(true, Integer.toUnsignedLong(bytes.getInt()))
        : new Peer(false, bytes.getLong());
  }

  /** As in {@code 192.0.2.1} or {@code 2001:db8:0:0:0:0:0:0/64}. */
  @Override
  public String toString() {
    return isV4
        ? new Cidr(ByteBuffer.allocate(4).putInt((int) bits).array(), 32).host()
        : new Cidr(ByteBuffer.allocate(16).putLong(bits).array(), 64).toString();
  }
}
