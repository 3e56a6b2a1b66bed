package io.kurier.delivery;

import io.kurier.webhook.Retry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges what becomes of a delivery (design section 4; for {@code getresponse} the seed's rules,
 * spec section 5).
 */
final class RetryPolicy {

  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private RetryPolicy() {}

  /**
   * The verdict.
   *
   * @param tries place in the schedule before this request
   * @param random from 0 to 1, for the jitter
   */
  static Verdict judge(Outcome outcome, Retry retry, int tries, Instant now, double random) {
    if (outcome instanceof Outcome.Acknowledged) {
      return new Verdict.Delivered();
    }
    boolean getresponse = retry.kind() == Retry.Kind.GETRESPONSE;
    Integer status = outcome instanceof Outcome.Refused refused ? refused.status() : null;
    if (status != null && !mayRetry(status, getresponse)) {
      return status == GONE
          ? new Verdict.Failed("gone", !getresponse)
          : new Verdict.Failed("refused", false);
    }
    if (tries >= retry.delays().size()) {
      return new Verdict.Failed(outcome.wire(), false);
    }
    return new Verdict.Again(
        Backoff.next(retry.delays().get(tries), random, retryAfter(outcome), now));
  }

  private static boolean mayRetry(int status, boolean getresponse) {
    if (getresponse) {
      return status == TOO_MANY_REQUESTS || status >= 500 || (status >= 200 && status <= 299);
    }
    return status != GONE;
  }

  private static @Nullable String retryAfter(Outcome outcome) {
    return outcome instanceof Outcome.Refused(Integer status, byte[] _, String retryAfter, String _)
            && status != null
            && (status == TOO_MANY_REQUESTS || status == UNAVAILABLE)
        ? retryAfter
        : null;
  }
}
