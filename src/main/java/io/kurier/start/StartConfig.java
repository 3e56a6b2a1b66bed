package io.kurier.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/**
 * What {@link Main} read already, for those who tell of it. A setting that stands in no mapping is
 * taken for a misspelt one, and the service does not start.
 */
@ConfigMapping(prefix = "kurier")
interface StartConfig {

  /** The external database; absent where the embedded one is used. Holds a password. */
  Optional<String> databaseUrl();

  /** Where the embedded database lives. */
  @WithDefault(".kurier")
  String dataDir();

  /** Encrypts secrets at rest; read where they are. */
  Optional<String> secretsKey();

  /** What may be called; read where requests are sent. */
  Targets targets();

  /** What may be called. */
  interface Targets {

    /** Networks that may be called although they are not public. */
    Optional<String> allow();

    /** Whether plain http is refused. */
    @WithDefault("true")
    boolean requireHttps();
  }
}
