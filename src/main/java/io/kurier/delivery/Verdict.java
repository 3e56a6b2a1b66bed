package io.kurier.delivery;

import java.time.Instant;

/** What becomes of a delivery after a request. */
sealed interface Verdict {

  /** It ended: the receiver has it. */
  record Delivered() implements Verdict {}

  /**
   * It is due again.
   *
   * @param charged whether that was a try of the schedule
   */
  record Again(Instant due, boolean charged) implements Verdict {}

  /**
   * It was a batch that is too large: its two halves are due at once, as deliveries of their own.
   */
  record Halved(Instant due) implements Verdict {}

  /**
   * It ended without acknowledgement.
   *
   * @param reason as in the table
   * @param suspends whether the webhook gets nothing more, because its receiver said so
   */
  record Failed(String reason, boolean suspends) implements Verdict {}
}
