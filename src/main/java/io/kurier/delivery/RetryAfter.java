package io.kurier.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a receiver asks to be left alone: the header {@code Retry-After} (RFC 9110 section
 * 10.2.3), as seconds or as a date in any of the three formats of section 5.6.7. More is taken than
 * the grammar has: decimals, which are rounded up, any case, a wrong name of the day, and several
 * numbers where a proxy has joined two fields: then the longest counts.
 */
final class RetryAfter {

  /** Up to which it is followed (design section 4). */
  static final Duration MOST = Duration.ofHours(24);

  private static final Pattern NUMBERS =
      Pattern.compile("[0-9]+(\\.[0-9]*)?([ \\t]*,[ \\t]*[0-9]+(\\.[0-9]*)?)*");

  private static final String TIME = "([0-9]{2}):([0-9]{2}):([0-9]{2})";

  /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  private static final Pattern FIXED =
      Pattern.compile("[a-z]+, *([0-9]{1,2}) ([a-z]{3}) ([0-9]{4}) " + TIME + " (?:gmt|utc)");

  /** {@code Sunday, 06-Nov-94 08:49:37 GMT}, of RFC 850. */
  private static final Pattern WITH_DASHES =
      Pattern.compile(
          "[a-z]+, *([0-9]{1,2})-([a-z]{3})-([0-9]{2}|[0-9]{4}) " + TIME + " (?:gmt|utc)");

  /** {@code Sun Nov 6 08:49:37 1994}, of ANSI C's asctime. */
  private static final Pattern OF_C =
      Pattern.compile("[a-z]+ ([a-z]{3}) +([0-9]{1,2}) " + TIME + " ([0-9]{4})");

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  /** Longer headers are no date and no number that anybody means. */
  private static final int LONGEST = 256;

  /** Seconds with more digits are more than a day, whatever they are. */
  private static final int DIGITS = 5;

  private RetryAfter() {}

  /**
   * The time to wait, from zero to a day; zero for a date that has passed, null for what is not
   * understood.
   */
  static @Nullable Duration parse(@Nullable String header, Instant now) {
    String text = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    if (NUMBERS.matcher(text).matches()) {
      Duration longest = Duration.ZERO;
      for (String number : text.split("[ \\t]*,[ \\t]*", -1)) {
        Duration seconds = seconds(number);
        longest = seconds.compareTo(longest) > 0 ? seconds : longest;
      }
      return longest;
    }
    Instant date = date(text, now);
    return date == null ? null : bounded(Duration.between(now, date));
  }

  private static Duration seconds(String number) {
    String whole = number.replaceFirst("\\..*$", "").replaceFirst("^0+", "");
    if (whole.length() > DIGITS) {
      return MOST;
    }
    long seconds = whole.isEmpty() ? 0 : Long.parseLong(whole);
    boolean more = number.matches(".*\\.[0-9]*[1-9][0-9]*");
    return bounded(Duration.ofSeconds(more ? seconds + 1 : seconds));
  }

  private static Duration bounded(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(MOST) > 0 ? MOST : wait;
  }

  private static @Nullable Instant date(String text, Instant now) {
    try {
      Matcher fixed = FIXED.matcher(text);
      if (fixed.matches()) {
        return at(fixed, Integer.parseInt(fixed.group(3)), fixed.group(2), fixed.group(1), 4);
      }
      Matcher dashes = WITH_DASHES.matcher(text);
      if (dashes.matches()) {
        return at(dashes, year(dashes.group(3), now), dashes.group(2), dashes.group(1), 4);
      }
      Matcher ofC = OF_C.matcher(text);
      return ofC.matches()
          ? at(ofC, Integer.parseInt(ofC.group(6)), ofC.group(1), ofC.group(2), 3)
          : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A date that seems to lie more than 50 years ahead means the last century (5.6.7). */
  private static int year(String digits, Instant now) {
    if (digits.length() == 4) {
      return Integer.parseInt(digits);
    }
    int present = now.atOffset(ZoneOffset.UTC).getYear();
    int year = present - present % 100 + Integer.parseInt(digits);
    return year > present + 50 ? year - 100 : year;
  }

  private static Instant at(Matcher found, int year, String month, String day, int time) {
    // A month of another name is month zero, which no date has.
    return LocalDateTime.of(
            year,
            MONTHS.indexOf(month) + 1,
            Integer.parseInt(day),
            Integer.parseInt(found.group(time)),
            Integer.parseInt(found.group(time + 1)),
            // A leap second is the one before.
            Math.min(Integer.parseInt(found.group(time + 2)), 59))
        .toInstant(ZoneOffset.UTC);
  }
}
