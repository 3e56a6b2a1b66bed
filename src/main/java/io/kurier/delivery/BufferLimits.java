package io.kurier.delivery;

import io.kurier.batch.Limits;
import io.kurier.webhook.Batching;
import io.kurier.webhook.Target;

/** What a webhook's configuration means for its buffer. */
final class BufferLimits {

  private BufferLimits() {}

  static Limits of(Target target) {
    Batching batching = target.batching();
    return new Limits(
        batching.enabled(),
        batching.maxEvents(),
        batching.maxBytes(),
        batching.maxWait(),
        target.policy().maxInFlight());
  }
}
