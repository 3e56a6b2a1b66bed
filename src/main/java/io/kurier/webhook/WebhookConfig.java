package io.kurier.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of what customers configure. */
@ConfigMapping(prefix = "kurier")
public interface WebhookConfig {

  /** Base64 of 32 bytes: the AES-256 key that encrypts secrets at rest. */
  String secretsKey();

  /** How many webhooks an account may have. */
  @WithDefault("1000")
  int webhooksPerAccount();

  /** Whether only https URLs are taken. */
  @WithDefault("true")
  boolean targetsRequireHttps();
}
