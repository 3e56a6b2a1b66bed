package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 10.2.3, and what receivers make of it. */
class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "1, PT1S",
    "' 30 ', PT30S",
    "'\t30', PT30S",
    "000000000000000000000000000000030, PT30S",
    "86400, PT24H",
    "86401, PT24H",
    "9999999999, PT24H",
    "99999999999999999999999999999999999999, PT24H",
    "1.5, PT2S",
    "64.57, PT65S",
    "3.000, PT3S",
    "3., PT3S",
    "0.001, PT1S",
    "0.0, PT0S",
    "'5, 10', PT10S",
    "'10,5', PT10S"
  })
  void secondsHaveAnyNumberOfDigits(String header, Duration wait) {
    assertEquals(wait, RetryAfter.parse(header, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 01 Mar 2026 10:10:00 GMT",
        "Sunday, 01-Mar-26 10:10:00 GMT",
        "Sun Mar  1 10:10:00 2026",
        "sun, 01 mar 2026 10:10:00 gmt",
        "Mon, 01 Mar 2026 10:10:00 GMT",
        "Sun, 1 Mar 2026 10:10:00 GMT",
        "Sunday, 01-Mar-2026 10:10:00 GMT",
        "Sun Mar 01 10:10:00 2026",
        " Sun, 01 Mar 2026 10:10:00 UTC "
      })
  void datesComeInThreeFormats(String header) {
    assertEquals(Duration.ofMinutes(10), RetryAfter.parse(header, NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "'Sun, 01 Mar 2026 09:59:59 GMT', PT0S",
    "'Thu, 01 Jan 1970 00:00:00 GMT', PT0S",
    "'Tue, 03 Mar 2026 10:00:00 GMT', PT24H",
    "'Fri, 31 Dec 9999 23:59:59 GMT', PT24H",
    "'Sunday, 01-Mar-27 10:00:00 GMT', PT24H",
    "'Sunday, 01-Mar-76 10:00:00 GMT', PT24H",
    "'Tuesday, 01-Mar-77 10:00:00 GMT', PT0S",
    "'Sunday, 06-Nov-94 08:49:37 GMT', PT0S",
    "'Sun, 01 Mar 2026 10:00:60 GMT', PT59S"
  })
  void aDateIsBoundedByADayAndAPastOneIsNow(String header, Duration wait) {
    assertEquals(wait, RetryAfter.parse(header, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-7",
        "+7",
        "soon",
        "1e3",
        "0x10",
        "٣",
        "1 2",
        "5,",
        ",5",
        ".5",
        "5s",
        "Sun, 31 Feb 2026 10:00:00 GMT",
        "Sun, 01 Foo 2026 10:00:00 GMT",
        "Sun, 01 Mar 2026 24:10:00 GMT",
        "Sun, 01 Mar 2026 10:10:00",
        "Sun, 01 Mar 2026 10:10:00 +0100",
        "2026-03-01T10:10:00Z"
      })
  void whatIsNotUnderstoodIsNoWish(String header) {
    assertNull(RetryAfter.parse(header, NOW));
  }

  @Test
  void noHeaderAndOneWithoutEndAreNoWish() {
    assertNull(RetryAfter.parse(null, NOW));
    assertNull(RetryAfter.parse("9".repeat(10_000), NOW));
  }
}
