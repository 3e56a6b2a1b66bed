package io.kurier.webhook;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as they stand in JSON. */
final class Durations {

  /**
   * The duration of RFC 3339, appendix A, which is JSON Schema's; and as ISO 8601 has it, zero
   * parts may be left out anywhere, and seconds may have a fraction. A sign is none of it.
   */
  private static final Pattern FORM =
      Pattern.compile(
          "P(?=.)(?:([0-9]{1,9})W|(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:[0-9]+D)?"
              + "(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:[.,][0-9]{1,9})?S)?)?)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern YEARS_AND_MONTHS =
      Pattern.compile("^P(?:[0-9]+Y)?(?:[0-9]+M)?", Pattern.CASE_INSENSITIVE);

  private static final Pattern ZERO = Pattern.compile("0+");

  private static final int DAYS_A_WEEK = 7;

  private Durations() {}

  /**
   * A duration within a range. Years and months have no fixed length, so they may only be zero.
   *
   * @throws IllegalArgumentException whose message says what would be right
   */
  static Duration parse(String text, Duration least, Duration most) {
    try {
      Duration duration = parse(text);
      // The table keeps milliseconds: what is finer would be lost silently.
      if (duration.compareTo(least) >= 0
          && duration.compareTo(most) <= 0
          && duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // The sentence below says it.
    }
    throw new IllegalArgumentException(
        "must be an ISO 8601 duration from " + least + " to " + most + ", in whole milliseconds");
  }

  private static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !isZero(form.group(2)) || !isZero(form.group(3))) {
      throw new DateTimeParseException("no duration", text, 0);
    }
    if (form.group(1) != null) {
      return Duration.ofDays(Long.parseLong(form.group(1)) * DAYS_A_WEEK);
    }
    String rest = YEARS_AND_MONTHS.matcher(text).replaceFirst("P");
    return rest.equals("P") ? Duration.ZERO : Duration.parse(rest);
  }

  private static boolean isZero(@Nullable String digits) {
    return digits == null || ZERO.matcher(digits).matches();
  }
}
