package io.kurier.paging;

import io.kurier.problem.Faults;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a list, read one by one; null where one was not given. What is wrong is
 * noted with the parameter's name, and told at once.
 */
public final class ListParameters {

  public static final String DEFAULT_LIMIT = "50";
  public static final String HIGHEST_LIMIT = "500";

  /** Times beyond are taken for these: they are before, or after, everything that is kept. */
  public static final Instant FIRST_TIME = Instant.EPOCH;

  public static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59Z");

  public static final UUID FIRST_ID = new UUID(0, 0);
  public static final UUID LAST_ID = new UUID(-1, -1);

  private final Faults faults = new Faults();

  /** The most that a page holds. */
  public int limit(@Nullable String given) {
    return parsed("limit", given, Integer.parseInt(DEFAULT_LIMIT), ListParameters::limitOf);
  }

  /** The cursor of a list that is sorted by id; the first page has the one given. */
  public UUID idCursor(@Nullable String given, UUID first) {
    Cursor cursor = cursor(given);
    if (cursor == null) {
      return first;
    }
    if (cursor.at() != null) {
      faults.add("cursor", "must be the 'next' of a page of this list");
    }
    return cursor.id();
  }

  public @Nullable Cursor cursor(@Nullable String given) {
    return parsed("cursor", given, Optional.<Cursor>empty(), text -> Optional.of(Cursor.of(text)))
        .orElse(null);
  }

  public Instant time(String name, @Nullable String given, Instant byDefault) {
    return parsed(name, given, byDefault, ListParameters::timeOf);
  }

  /** One of the names, or null for any. */
  public @Nullable String oneOf(String name, @Nullable String given, List<String> names) {
    if (given != null && !names.contains(given)) {
      faults.add(name, "must be one of " + String.join(", ", names));
    }
    return given;
  }

  /** A parameter that must be given, of 1 to so many characters. */
  public String required(String name, @Nullable String given, int longest) {
    if (given == null
        || given.isEmpty()
        || given.codePointCount(0, given.length()) > longest
        || given.indexOf('\0') >= 0) {
      faults.add(name, "is required, and has 1 to " + longest + " characters");
    }
    return given == null ? "" : given;
  }

  /**
   * Ends the request if anything was wrong.
   *
   * @throws io.kurier.problem.DomainError 422 with every fault
   */
  public void throwIfAnyFault() {
    faults.throwIfAny();
  }

  /**
   * A parameter of any form.
   *
   * @param parse throws IllegalArgumentException with what is wrong
   */
  public <T> T parsed(String name, @Nullable String given, T byDefault, Function<String, T> parse) {
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

  private static int limitOf(String text) {
    int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > Integer.parseInt(HIGHEST_LIMIT)) {
      throw new IllegalArgumentException("must be a whole number from 1 to " + HIGHEST_LIMIT);
    }
    return limit;
  }

  private static Instant timeOf(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (time.isBefore(FIRST_TIME)) {
        return FIRST_TIME;
      }
      return time.isAfter(LAST_TIME) ? LAST_TIME : time;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "must be an ISO 8601 time with its offset, such as 2026-01-31T12:00:00Z", e);
    }
  }
}
