package io.kurier.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "kurier")
interface RetentionConfig {

  /** Events, attempts and what became of them; one day at least. Whole UTC days are dropped. */
  @WithDefault("P30D")
  Duration retention();
}
