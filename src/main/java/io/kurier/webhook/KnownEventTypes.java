package io.kurier.webhook;

import io.smallrye.mutiny.Uni;
import java.util.Set;

/** The event types that a webhook may be subscribed to by name. */
public interface KnownEventTypes {

  /**
   * The built-in types and the account's own. Answers on the Vert.x context it was called on.
   *
   * @param accountId whose own types
   */
  Uni<Set<String>> of(String accountId);
}
