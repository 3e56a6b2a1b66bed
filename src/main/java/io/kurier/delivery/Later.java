package io.kurier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says "later", and not "no": the receiver is alive, and asks to be left alone.
 *
 * @param stated for how long, in {@code Retry-After}; null where it does not say, or not in the
 *     future
 */
record Later(@Nullable Duration stated) {

  private static final int TOO_MANY_REQUESTS = 429;

  /** Those on which the header is understood (design section 6). */
  private static final Set<Integer> MAY_STATE = Set.of(413, TOO_MANY_REQUESTS, 502, 503, 504);

  /**
   * What an outcome says; null where it does not say "later". An answer that breaks off after its
   * head says it too: many a server closes the connection on a request that it does not want.
   */
  static @Nullable Later of(Outcome outcome, Instant now) {
    Integer status = outcome.status();
    if (status == null || !MAY_STATE.contains(status)) {
      return null;
    }
    Duration stated = RetryAfter.parse(outcome.retryAfter(), now);
    if (stated != null && stated.isPositive()) {
      return new Later(stated);
    }
    return status == TOO_MANY_REQUESTS ? new Later(null) : null;
  }
}
