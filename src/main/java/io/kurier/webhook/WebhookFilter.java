package io.kurier.webhook;

import io.kurier.paging.ListParameters;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of an account's webhooks a list shows.
 *
 * @param statuses the wire names of those that are shown
 * @param healths the wire names of those that are shown
 * @param entries of {@code events}, one of which the webhook must have; empty for any
 * @param text what the name or the URL without its query must hold, in any case; may be empty
 * @param before the id that the last page ended with
 * @param limit the most that a page holds
 */
record WebhookFilter(
    List<String> statuses,
    List<String> healths,
    List<String> entries,
    String text,
    UUID before,
    int limit) {

  private static final int LONGEST_TEXT = 128;

  /**
   * Reads the query parameters; null where one was not given.
   *
   * @throws io.kurier.problem.DomainError 422 that names each parameter that is wrong
   */
  static WebhookFilter of(
      @Nullable String status,
      @Nullable String health,
      @Nullable String event,
      @Nullable String text,
      @Nullable String cursor,
      @Nullable String limit) {
    ListParameters parameters = new ListParameters();
    List<String> all = Stream.of(WebhookStatus.values()).map(WebhookStatus::wire).toList();
    List<String> allHealths = Stream.of(HealthState.values()).map(HealthState::wire).toList();
    WebhookFilter filter =
        new WebhookFilter(
            parameters.parsed("status", status, all, s -> List.of(WebhookStatus.of(s).wire())),
            parameters.parsed("health", health, allHealths, s -> List.of(HealthState.of(s).wire())),
            parameters.parsed("event", event, List.of(), s -> EventEntries.covering(text(s))),
            parameters.parsed("q", text, "", WebhookFilter::text),
            parameters.idCursor(cursor, ListParameters.LAST_ID),
            parameters.limit(limit));
    parameters.throwIfAnyFault();
    return filter;
  }

  private static String text(String text) {
    if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must have at most 128 characters, none of control");
    }
    return text;
  }
}
