package io.kurier.delivery;

import io.kurier.webhook.Target;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a webhook's present configuration is found, without asking the database. */
public interface Targets {

  /** The webhook, if it takes deliveries: active, not suspended, not deleted. */
  @Nullable Target find(UUID webhookId);
}
