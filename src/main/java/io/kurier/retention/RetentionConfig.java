package io.kurier.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "kurier")
interface RetentionConfig {

  /**
   * How long events, attempts and what became of them are kept: one day or more. Whole UTC days are
   * dropped; what is still open then ends as {@code expired}.
   */
  @WithDefault("P30D")
  Duration retention();
}
