package io.kurier.history;

import io.kurier.delivery.AttemptView;
import io.kurier.paging.ListParameters;
import io.kurier.time.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which of a webhook's requests a list shows.
 *
 * @param outcome null for any
 * @param since the earliest time of sending
 * @param until the first time of sending that is too late
 * @param before the id that the last page ended with
 * @param limit the most that a page holds
 */
record AttemptFilter(
    @Nullable String outcome, Instant since, Instant until, UUID before, int limit) {

  /** An id is made before the request is sent; a node may stand still between the two. */
  private static final Duration MADE_BEFORE_SENT = Duration.ofMinutes(1);

  /**
   * Reads the query parameters; null where one was not given.
   *
   * @throws io.kurier.problem.DomainError 422 that names each parameter that is wrong
   */
  static AttemptFilter of(
      @Nullable String outcome,
      @Nullable String since,
      @Nullable String until,
      @Nullable String cursor,
      @Nullable String limit) {
    ListParameters parameters = new ListParameters();
    AttemptFilter filter =
        new AttemptFilter(
            parameters.oneOf("outcome", outcome, AttemptView.OUTCOMES),
            parameters.time("since", since, ListParameters.FIRST_TIME),
            parameters.time("until", until, ListParameters.LAST_TIME),
            parameters.idCursor(cursor, ListParameters.LAST_ID),
            parameters.limit(limit));
    parameters.throwIfAnyFault();
    return filter;
  }

  /** No smaller id has a request that was sent in time, so older partitions need no look. */
  UUID firstId() {
    Instant earliest = since.minus(MADE_BEFORE_SENT);
    return Ids.floor(earliest.isBefore(Instant.EPOCH) ? Instant.EPOCH : earliest);
  }

  /** All ids are smaller. */
  UUID endId() {
    UUID end = Ids.floor(until.plusMillis(1));
    return Ids.ORDER.compare(before, end) < 0 ? before : end;
  }
}
