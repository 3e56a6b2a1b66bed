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

  /**
   * The database: {@code postgresql://user:password@host:port/db?sslmode=…&sslrootcert=…},
   * PostgreSQL 15 or newer; operations lists all parameters. Without it an embedded one is used,
   * but by the native executable.
   */
  Optional<String> databaseUrl();

  /** The directory of the embedded database and of what else is kept on the disk with it. */
  @WithDefault(".kurier")
  String dataDir();

  /**
   * Base64 of 32 bytes: encrypts signing secrets, header values and URL queries at rest. Needed
   * with an external database, the same on every node; made in the data directory otherwise.
   * Several, separated by commas, while it is changed: the first one encrypts.
   */
  Optional<String> secretsKey();

  /** How many webhooks an account may have. */
  @WithDefault("1000")
  int webhooksPerAccount();

  /**
   * How many requests may be in flight from a node to one destination, an address and a port, over
   * all accounts. A destination that has acknowledged nothing yet gets 16 at most.
   */
  @WithDefault("500")
  int requestsPerDestination();

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
