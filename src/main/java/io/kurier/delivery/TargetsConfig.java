package io.kurier.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/** Which receivers may be called. */
@ConfigMapping(prefix = "kurier.targets")
interface TargetsConfig {

  /** Networks that may be called although they are not public, as CIDRs separated by commas. */
  @WithName("allow")
  Optional<List<String>> allow();

  /** Whether plain http is refused. */
  @WithDefault("true")
  boolean requireHttps();

  /** The guard that these settings make. */
  default TargetGuard guard() {
    return new TargetGuard(
        allow().orElse(List.of()).stream().map(String::strip).map(Cidr::parse).toList(),
        requireHttps());
  }
}
