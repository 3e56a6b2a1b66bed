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
 * @param type of one of the events that it carried; null for any
 * @param since the earliest time of sending
 * @param until the first time of sending that is too late
 * @param before the id that the last page ended with
 * @param limit the most that a page holds
 */
record AttemptFilter(
    @Nullable String outcome,
    @Nullable String type,
    Instant since,
    Instant until,
    UUID before,
    int limit) {

  private static final int LONGEST_TYPE = 128;

  /** An id is made before the request is sent; a node may stand still between the two. */
  private static final Duration MADE_BEFORE_SENT = Duration.ofMinutes(1);

  /**
   * Reads the query parameters; null where one was not given.
   *
   * @throws io.kurier.problem.DomainError 422 that names each parameter that is wrong
   */
  static AttemptFilter of(
      @Nullable String outcome,
      @Nullable String type,
      @Nullable String since,
      @Nullable String until,
      @Nullable String cursor,
      @Nullable String limit) {
    ListParameters parameters = new ListParameters();
    AttemptFilter filter =
        new AttemptFilter(
            parameters.oneOf("outcome", outcome, AttemptView.OUTCOMES),
            typeOf(parameters, type),
            parameters.time("since", since, ListParameters.FIRST_TIME),
            parameters.time("until", until, ListParameters.LAST_TIME),
            parameters.idCursor(cursor, ListParameters.LAST_ID),
            parameters.limit(limit));
    parameters.throwIfAnyFault();
    return filter;
  }

  /** A name as an event may have it, whether or not there is such a type any more; null for any. */
  static @Nullable String typeOf(ListParameters parameters, @Nullable String given) {
    return given == null ? null : parameters.required("type", given, LONGEST_TYPE);
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
