package io.kurier.history;

import io.kurier.problem.Faults;
import io.kurier.problem.JsonBody;
import io.kurier.problem.Members;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent again.
 *
 * @param webhookId to this webhook only; null to all that the event was matched with
 */
record ResendRequest(@Nullable UUID webhookId) {

  private static final int MOST_KIB = 64;

  /** Without a body. */
  static final ResendRequest ALL = new ResendRequest(null);

  /**
   * Reads the body.
   *
   * @throws io.kurier.problem.DomainError 400 or 422 with what is wrong
   */
  static ResendRequest of(byte[] body) {
    Faults faults = new Faults();
    Members members = new Members(JsonBody.read(body, MOST_KIB), "", faults);
    Optional<UUID> webhookId =
        members.parsed("webhookId", Optional.empty(), text -> Optional.of(idOf(text)));
    members.rejectUnknown();
    faults.throwIfAny();
    return new ResendRequest(webhookId.orElse(null));
  }

  private static UUID idOf(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be the id of a webhook", e);
    }
  }
}
