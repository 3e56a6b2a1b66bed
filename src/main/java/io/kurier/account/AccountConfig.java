package io.kurier.account;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who may get in at first. */
@ConfigMapping(prefix = "kurier")
interface AccountConfig {

  /**
   * The admin key, 16 characters or more. Where one is set, no other counts; where none is, one is
   * made at the first start and shown once in the log.
   */
  Optional<String> adminKey();
}
