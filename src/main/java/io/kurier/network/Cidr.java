package io.kurier.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A network, as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param address its first address, as bytes: 4 or 16
 * @param bits how many of its first bits all of its addresses share
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Cidr(byte[] address, int bits) {

  /**
   * Reads one; a lone address is a network of itself.
   *
   * @throws IllegalArgumentException if it is not one: only literal addresses are, never names
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    try {
      byte[] address = InetAddress.ofLiteral(literal).getAddress();
      int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > address.length * 8) {
        throw new IllegalArgumentException("no such prefix length");
      }
      return new Cidr(address, bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not a network such as 10.0.0.0/8", e);
    }
  }

  /** Whether an address, 4 or 16 bytes, is in it; one of the other family never is. */
  public boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    int mask = 0xFF << (8 - rest);
    return rest == 0 || (address[whole] & mask) == (other[whole] & mask);
  }

  /** Whether an address is in it; one of the other family never is. */
  public boolean contains(InetAddress other) {
    return contains(other.getAddress());
  }

  @Override
  public String toString() {
    return host() + "/" + bits;
  }

  /** Its first address. */
  String host() {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("it was an address before", e);
    }
  }
}
