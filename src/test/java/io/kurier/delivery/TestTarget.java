package io.kurier.delivery;

import io.kurier.webhook.Acknowledgement;
import io.kurier.webhook.Batching;
import io.kurier.webhook.DeliveryPolicy;
import io.kurier.webhook.Retry;
import io.kurier.webhook.SigningKeys;
import io.kurier.webhook.Target;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Webhooks that take every event singly, for tests. */
final class TestTarget {

  static final DeliveryPolicy POLICY =
      new DeliveryPolicy(Acknowledgement.STATUS, Retry.STANDARD, Duration.ofSeconds(5), 32);

  private TestTarget() {}

  static Target of(UUID id, int version, URI url, DeliveryPolicy policy) {
    return new Target(
        id,
        "default",
        version,
        url,
        List.of("*"),
        Batching.OFF,
        policy,
        Map.of(),
        new SigningKeys(new byte[24], null, null),
        false);
  }
}
