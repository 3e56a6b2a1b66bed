package io.kurier.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTest {

  private final Lease lease = new Lease(Duration.ofSeconds(15));

  @ParameterizedTest
  @CsvSource({
    "0,true,false",
    "9999,true,false",
    "10000,false,false",
    "14999,false,false",
    "15000,false,true"
  })
  void aSilentNodeStopsBeforeOthersTakeOver(long millisSinceBeat, boolean mayStart, boolean lost) {
    long nanos = Duration.ofMillis(millisSinceBeat).toNanos();
    assertEquals(mayStart, lease.mayStart(nanos));
    assertEquals(lost, lease.isLost(nanos));
  }

  @ParameterizedTest
  @CsvSource({"14999,false", "15000,true"})
  void onlyWhoWasHeardForATermMayTakeOver(long millis, boolean may) {
    assertEquals(may, lease.mayTakeOver(Duration.ofMillis(millis).toNanos()));
  }
}
