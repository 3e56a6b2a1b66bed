package io.kurier.delivery;

import io.kurier.batch.Batch;
import io.kurier.time.Ids;
import io.kurier.webhook.Retry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges what becomes of a delivery (design section 4; for {@code getresponse} the seed's rules,
 * spec section 5).
 */
final class RetryPolicy {

  /** Requests of one delivery that a {@code Retry-After} may take out of the schedule. */
  static final int MOST_UNCHARGED = 1_000;

  /** And for how long after its event came in: from then on the schedule ends it. */
  static final Duration LONGEST_UNCHARGED = Duration.ofDays(5);

  private static final int GONE = 410;
  private static final int TOO_LARGE = 413;
  private static final int TOO_MANY_REQUESTS = 429;

  private RetryPolicy() {}

  /**
   * What was asked for and how often.
   *
   * @param events in the request
   * @param attempts requests before this one, over all resends
   * @param tries place in the schedule before this request
   * @param since when its oldest event came in
   */
  record Progress(int events, int attempts, int tries, Instant since) {

    static Progress of(Batch batch) {
      Instant since = Instant.MAX;
      int events = 0;
      for (var eventId : batch.eventIds()) {
        Instant at = Ids.timeOf(eventId);
        since = at.isBefore(since) ? at : since;
        events++;
      }
      return new Progress(events, batch.attempts(), batch.tries(), since);
    }

    private boolean mayWaitUncharged(Instant now) {
      return attempts < MOST_UNCHARGED && now.isBefore(since.plus(LONGEST_UNCHARGED));
    }
  }

  /**
   * The verdict.
   *
   * @param random from 0 to 1, for the jitter
   */
  static Verdict judge(
      Outcome outcome, Retry retry, Progress progress, Instant now, double random) {
    if (outcome instanceof Outcome.Acknowledged) {
      return new Verdict.Delivered();
    }
    if (outcome.hasStatus(TOO_LARGE) && progress.events() > 1) {
      return new Verdict.Halved(now);
    }
    boolean getresponse = retry.kind() == Retry.Kind.GETRESPONSE;
    Integer status = outcome instanceof Outcome.Refused refused ? refused.status() : null;
    if (status != null && !mayRetry(status, getresponse)) {
      return status == GONE
          ? new Verdict.Failed("gone", !getresponse)
          : new Verdict.Failed("refused", false);
    }
    Later later = Later.of(outcome, now);
    Duration stated = later == null ? null : later.stated();
    if (stated != null && progress.mayWaitUncharged(now)) {
      // The webhook pauses meanwhile. A first try comes to its turn whenever that is over; another
      // one would have to wait even where a customer ends the pause.
      return new Verdict.Again(progress.tries() == 0 ? now.plus(stated) : now, false);
    }
    if (progress.tries() >= retry.delays().size()) {
      return new Verdict.Failed(outcome.wire(), false);
    }
    Instant scheduled = Backoff.next(retry.delays().get(progress.tries()), random, now);
    return new Verdict.Again(laterOf(scheduled, stated, now), true);
  }

  private static boolean mayRetry(int status, boolean getresponse) {
    if (getresponse) {
      return status == TOO_MANY_REQUESTS || status >= 500 || (status >= 200 && status <= 299);
    }
    return status != GONE;
  }

  private static Instant laterOf(Instant scheduled, @Nullable Duration stated, Instant now) {
    return stated != null && now.plus(stated).isAfter(scheduled) ? now.plus(stated) : scheduled;
  }
}
