package io.kurier.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The proxies that are believed when they say for whom they ask.
 *
 * @param networks where they are
 */
record TrustedProxies(List<Cidr> networks) {

  boolean areNone() {
    return networks.isEmpty();
  }

  boolean include(InetAddress address) {
    for (Cidr network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whom they ask for: the last address of {@code X-Forwarded-For} that is none of theirs, since
   * each proxy adds at the end, and what is before was brought by whoever asked. Where all are
   * theirs it is the first one; empty where none is named, or something else is in its place.
   *
   * @param forwardedFor the header's lines, as they came
   */
  Optional<InetAddress> named(List<String> forwardedFor) {
    Optional<InetAddress> named = Optional.empty();
    for (String line : forwardedFor.reversed()) {
      int end = line.length();
      while (end >= 0) {
        int comma = line.lastIndexOf(',', end - 1);
        Optional<InetAddress> before = address(line.substring(comma + 1, end).strip());
        if (before.isEmpty()) {
          return named;
        }
        named = before;
        if (!include(named.get())) {
          return named;
        }
        end = comma;
      }
    }
    return named;
  }

  /** With a port or without, as proxies write both: 192.0.2.1:5000, [2001:db8::1]:5000. */
  private static Optional<InetAddress> address(String name) {
    String literal = name;
    if (name.startsWith("[")) {
      literal = name.substring(1, Math.max(1, name.indexOf(']')));
    } else if (name.indexOf(':') >= 0 && name.indexOf(':') == name.lastIndexOf(':')) {
      literal = name.substring(0, name.indexOf(':'));
    }
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
