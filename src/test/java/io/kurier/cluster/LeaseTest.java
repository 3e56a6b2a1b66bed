package io.kurier.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTest {

  private final Lease lease = new Lease(Duration.ofSeconds(15));

  @ParameterizedTest
  @CsvSource({"0,true", "9999,true", "10000,false", "14999,false"})
  void aSilentNodeStopsBeforeOthersTakeOver(long millisSinceBeat, boolean mayStart) {
    assertEquals(mayStart, lease.mayStart(Duration.ofMillis(millisSinceBeat).toNanos()));
  }

  @ParameterizedTest
  @CsvSource({"14999,false", "15000,true"})
  void onlyWhoWasHeardForATermMayTakeOver(long millis, boolean may) {
    assertEquals(may, lease.mayTakeOver(Duration.ofMillis(millis).toNanos()));
  }
}
