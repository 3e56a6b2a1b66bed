package io.kurier.history;

import io.kurier.paging.Cursor;
import io.kurier.paging.ListParameters;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which of a webhook's deliveries a list shows: first the open ones by when they are due, then the
 * failed ones, the newest event first. A cursor with a time is a place among the open ones, one
 * without among the failed ones. A delivery that fails between two pages was listed as open before,
 * or comes as failed later; none is left out unless it is sent again meanwhile.
 *
 * @param state null for any
 * @param after null where the list begins
 * @param limit the most that a page holds
 */
record DeliveryFilter(@Nullable DeliveryState state, @Nullable Cursor after, int limit) {

  /**
   * Reads the query parameters; null where one was not given.
   *
   * @throws io.kurier.problem.DomainError 422 that names each parameter that is wrong
   */
  static DeliveryFilter of(
      @Nullable String state, @Nullable String cursor, @Nullable String limit) {
    ListParameters parameters = new ListParameters();
    String wire = parameters.oneOf("state", state, DeliveryState.LISTED);
    Cursor after = parameters.cursor(cursor);
    int most = parameters.limit(limit);
    parameters.throwIfAnyFault();
    return new DeliveryFilter(wire == null ? null : DeliveryState.of(wire), after, most);
  }

  boolean showsOpen() {
    return state != DeliveryState.FAILED && (after == null || after.at() != null);
  }

  boolean showsFailed() {
    return state == null || state == DeliveryState.FAILED;
  }

  /** The fewest attempts of an open delivery that is shown. */
  int fewestAttempts() {
    return state == DeliveryState.RETRYING ? 1 : 0;
  }

  /** The most attempts of an open delivery that is shown. */
  int mostAttempts() {
    return state == DeliveryState.PENDING ? 0 : Short.MAX_VALUE;
  }

  /** What is open comes after this time of being due, or at it with a greater id. */
  Instant dueAfter() {
    return after == null || after.at() == null ? Instant.EPOCH : after.at();
  }

  UUID idAfter() {
    return after == null ? ListParameters.FIRST_ID : after.id();
  }

  /** What failed has smaller ids. */
  UUID failedBefore() {
    return after == null || after.at() != null ? ListParameters.LAST_ID : after.id();
  }
}
