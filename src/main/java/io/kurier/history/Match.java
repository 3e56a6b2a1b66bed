package io.kurier.history;

import io.kurier.time.Ids;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** An event and a webhook that it was matched with. */
record Match(UUID eventId, UUID webhookId) {

  /**
   * How far the clocks of two nodes may be apart, and generously so: a request that another node
   * sent may seem older than its event.
   */
  private static final Duration CLOCKS_APART = Duration.ofHours(1);

  /** The id of its delivery row while no request was made, and of a single delivery always. */
  UUID deliveryId() {
    return Ids.ofDelivery(webhookId, eventId);
  }

  /** The id of its delivery row when it was sent as a batch of its own. */
  UUID aloneId() {
    return Ids.ofBatch(webhookId, List.of(eventId));
  }

  /** No request that carried the event has a smaller id, so older partitions need no look. */
  UUID firstAttemptId() {
    return Ids.floor(Ids.timeOf(eventId).minus(CLOCKS_APART));
  }
}
