package io.kurier.history;

import java.util.UUID;

/**
 * A webhook that is not deleted, as far as it matters for what it was sent and may be sent again.
 *
 * @param active its customer's wish; while it is not, open deliveries wait
 * @param suspended given up by the service: open deliveries fail
 * @param batching whether it gets arrays
 */
public record Recipient(UUID id, boolean active, boolean suspended, boolean batching) {

  /** Whether a delivery would be sent at once. */
  boolean takesDeliveries() {
    return active && !suspended;
  }
}
