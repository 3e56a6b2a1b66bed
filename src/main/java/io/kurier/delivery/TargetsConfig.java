package io.kurier.delivery;

import io.kurier.network.Cidr;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/** Which receivers may be called. */
@ConfigMapping(prefix = "kurier.targets")
interface TargetsConfig {

  /** Networks that webhooks may call although they are not public, as CIDRs. */
  @WithName("allow")
  Optional<List<String>> allow();

  /** Whether webhooks with plain {@code http} are refused. */
  @WithDefault("true")
  boolean requireHttps();

  /** The guard that these settings make. */
  default TargetGuard guard() {
    return new TargetGuard(
        allow().orElse(List.of()).stream().map(String::strip).map(Cidr::parse).toList(),
        requireHttps());
  }
}
