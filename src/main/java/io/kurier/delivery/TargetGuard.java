package io.kurier.delivery;

import io.kurier.network.Cidr;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says which addresses may be called, so that nobody reaches the operator's own network through a
 * webhook. Asked when a webhook is saved and at each connection, about every address that the name
 * resolves to: a name may point elsewhere later (DNS rebinding).
 *
 * @param allowed networks that may be called although they are not public
 * @param requireHttps whether plain http is refused
 */
record TargetGuard(List<Cidr> allowed, boolean requireHttps) {

  /** Said of every address that may not be called, whichever it is: it would tell of the inside. */
  static final String NOT_ALLOWED = "This host may not be called.";

  /**
   * IANA special-purpose address registries (RFC 6890 and its successors): whatever is not globally
   * reachable. The NetworkPolicy has the same list.
   */
  static final List<Cidr> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              // Not IANA's: the platform address of Azure, which configures the machine.
              "168.63.129.16/32",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              // IPv6 outside of 2000::/3, which alone is assigned.
              "::/3",
              "4000::/2",
              "8000::/1",
              "2001::/23",
              "2001:db8::/32",
              "3fff::/20")
          .map(Cidr::parse)
          .toList();

  /** Networks of IPv6 that carry an IPv4 address, and where in it: what counts is that one. */
  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");

  /** The interface identifier of ISATAP, below any prefix (RFC 5214 section 6.1). */
  private static final int ISATAP = 0x00005EFE;

  private static final int ISATAP_OF_UNIQUE = 0x02005EFE;

  TargetGuard {
    allowed = List.copyOf(allowed);
  }

  /** The first of these addresses that may not be called; none if each may be. */
  Optional<InetAddress> refused(List<InetAddress> addresses) {
    return addresses.stream().filter(address -> !mayCall(address)).findFirst();
  }

  /** What is wrong with the URL itself; nothing if it may be called as far as that can be seen. */
  Optional<String> complaint(URI url) {
    return requireHttps && !"https".equalsIgnoreCase(url.getScheme())
        ? Optional.of("Only https may be called.")
        : Optional.empty();
  }

  private boolean mayCall(InetAddress address) {
    byte[] bytes = embedded(address.getAddress());
    return isAllowed(bytes)
        || (SPECIAL.stream().noneMatch(network -> network.contains(bytes)) && !isIsatap(bytes));
  }

  /** Whether the operator has allowed the address, public or not. */
  boolean isAllowed(InetAddress address) {
    return isAllowed(embedded(address.getAddress()));
  }

  private boolean isAllowed(byte[] address) {
    return allowed.stream().anyMatch(network -> network.contains(address));
  }

  private static boolean isIsatap(byte[] address) {
    if (address.length != 16) {
      return false;
    }
    int identifier = ByteBuffer.wrap(address).getInt(8);
    return identifier == ISATAP || identifier == ISATAP_OF_UNIQUE;
  }

  private static byte[] embedded(byte[] address) {
    if (NAT64.contains(address)) {
      return Arrays.copyOfRange(address, 12, 16);
    }
    if (SIX_TO_FOUR.contains(address)) {
      return Arrays.copyOfRange(address, 2, 6);
    }
    // Java itself makes an IPv4 address of ::ffff:a.b.c.d.
    return address;
  }
}
