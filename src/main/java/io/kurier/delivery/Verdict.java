package io.kurier.delivery;

import java.time.Instant;

/** What becomes of a delivery after a request. */
sealed interface Verdict {

  /** It ended: the receiver has it. */
  record Delivered() implements Verdict {}

  /** It is due again. */
  record Again(Instant due) implements Verdict {}

  /**
   * It ended without acknowledgement.
   *
   * @param reason as in the table
   * @param suspends whether the webhook gets nothing more, because its receiver said so
   */
  record Failed(String reason, boolean suspends) implements Verdict {}
}
