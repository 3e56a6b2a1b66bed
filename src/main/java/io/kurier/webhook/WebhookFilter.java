package io.kurier.webhook;

import io.kurier.problem.Faults;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
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

  static final int DEFAULT_LIMIT = 50;
  static final int HIGHEST_LIMIT = 500;

  private static final int LONGEST_TEXT = 128;
  private static final UUID LAST = new UUID(-1, -1);

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
    Faults faults = new Faults();
    List<String> all = Stream.of(WebhookStatus.values()).map(WebhookStatus::wire).toList();
    List<String> allHealths = Stream.of(HealthState.values()).map(HealthState::wire).toList();
    WebhookFilter filter =
        new WebhookFilter(
            parsed("status", status, all, s -> List.of(WebhookStatus.of(s).wire()), faults),
            parsed("health", health, allHealths, s -> List.of(HealthState.of(s).wire()), faults),
            parsed("event", event, List.of(), s -> EventEntries.covering(text(s)), faults),
            parsed("q", text, "", WebhookFilter::text, faults),
            parsed("cursor", cursor, LAST, WebhookFilter::idOf, faults),
            parsed("limit", limit, DEFAULT_LIMIT, WebhookFilter::limit, faults));
    faults.throwIfAny();
    return filter;
  }

  /** Where the next page begins. */
  static String cursorOf(UUID last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(16)
                .putLong(last.getMostSignificantBits())
                .putLong(last.getLeastSignificantBits())
                .array());
  }

  private static <T> T parsed(
      String name, @Nullable String given, T byDefault, Function<String, T> parse, Faults faults) {
    if (given == null) {
      return byDefault;
    }
    try {
      return parse.apply(given);
    } catch (IllegalArgumentException e) {
      faults.add(name, String.valueOf(e.getMessage()));
      return byDefault;
    }
  }

  private static String text(String text) {
    if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must have at most 128 characters, none of control");
    }
    return text;
  }

  private static UUID idOf(String cursor) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == 16) {
        return new UUID(bytes.getLong(), bytes.getLong());
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException("must be the 'next' of the page before");
  }

  private static int limit(String text) {
    int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > HIGHEST_LIMIT) {
      throw new IllegalArgumentException("must be a whole number from 1 to 500");
    }
    return limit;
  }
}
