package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  private static final Duration MOST = Duration.ofDays(14);

  /** RFC 3339, appendix A; and fractions of a second, which Kurier itself writes. */
  @ParameterizedTest
  @CsvSource({
    "P1W,              PT168H",
    "P01W,             PT168H",
    "P2W,              PT336H",
    "P1D,              PT24H",
    "P1DT12H,          PT36H",
    "P1DT1M,           PT24H1M",
    "PT1H,             PT1H",
    "PT1H30M,          PT1H30M",
    "PT1H5S,           PT1H5S",
    "PT90M,            PT1H30M",
    "PT5S,             PT5S",
    "PT0.5S,           PT0.5S",
    "'PT0,5S',         PT0.5S",
    "PT0S,             PT0S",
    "P0D,              PT0S",
    "P0Y0M1DT0H0M0S,   PT24H",
    "P0M,              PT0S",
    "P0Y,              PT0S",
    "P00Y1D,           PT24H",
    "pt5s,             PT5S",
  })
  void aDurationIsReadAsTheSchemaHasIt(String text, Duration duration) {
    assertEquals(duration, Durations.parse(text, Duration.ZERO, MOST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "PT",
        "P1DT",
        "PT-5S",
        "-PT5S",
        "-PT-5S",
        "+PT5S",
        "PT+5S",
        "P-1D",
        "P1Y",
        "P1M",
        "P1M1D",
        "P0Y1M",
        "P1W2D",
        "P1WT1H",
        "P-1W",
        "P0.5W",
        "P1.5D",
        "PT1.5H",
        "PT0.5M",
        "PT.5S",
        "PT5.S",
        "PT5",
        "5S",
        "T5S",
        "P5S",
        "PT1D",
        "PT1S1M",
        "PT1M1H",
        " PT5S",
        "PT5S ",
        "PT 5S",
        "PT5S\n",
        "PT\u0665S",
        "P99999999999999999999W",
        "P9223372036854775807W",
        "PT0.0001S",
        "P3W",
        "1s",
        "P1D1W"
      })
  void whatIsNoneOrOutOfRangeIsRefused(String text) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Durations.parse(text, Duration.ZERO, MOST));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("must be an ISO 8601 duration"));
  }
}
