package io.kurier.delivery;

import java.net.InetAddress;
import java.net.URI;
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

  /**
   * IANA special-purpose address registries (RFC 6890 and its successors): whatever is not globally
   * reachable.
   */
  private static final List<Cidr> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(Cidr::parse)
          .toList();

  /** Networks of IPv6 that carry an IPv4 address, and where in it: what counts is that one. */
  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");

  TargetGuard {
    allowed = List.copyOf(allowed);
  }

  /** What is wrong with calling any of these addresses; nothing if each may be called. */
  Optional<String> complaint(List<InetAddress> addresses) {
    return addresses.stream()
        .filter(address -> !mayCall(address))
        .findFirst()
        .map(address -> "The address " + address.getHostAddress() + " may not be called.");
  }

  /** What is wrong with the URL itself; nothing if it may be called as far as that can be seen. */
  Optional<String> complaint(URI url) {
    return requireHttps && !"https".equalsIgnoreCase(url.getScheme())
        ? Optional.of("Only https may be called.")
        : Optional.empty();
  }

  private boolean mayCall(InetAddress address) {
    byte[] bytes = embedded(address.getAddress());
    return allowed.stream().anyMatch(network -> network.contains(bytes))
        || SPECIAL.stream().noneMatch(network -> network.contains(bytes));
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
