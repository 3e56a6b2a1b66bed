package io.kurier.network;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Who may have how many connections. */
@ConfigMapping(prefix = "kurier")
interface NetworkConfig {

  /**
   * How many connections one peer address may have, counted from their acceptance; of IPv6 a /64
   * network is one address. Of an address that a trusted proxy names, it is how many requests may
   * be served at a time.
   */
  @WithDefault("1000")
  int connectionsPerAddress();

  /**
   * Networks of the proxies in front, as CIDRs. The bound per address does not hold for their own
   * connections, but for the addresses that they name in `X-Forwarded-For`: the last one that is
   * none of theirs.
   */
  Optional<List<String>> trustedProxies();

  /** The proxies that this setting makes. */
  default TrustedProxies proxies() {
    return new TrustedProxies(
        trustedProxies().orElse(List.of()).stream().map(String::strip).map(Cidr::parse).toList());
  }
}
