package io.kurier.flow;

import static io.kurier.support.Management.given;
import static org.awaitility.Awaitility.await;

import io.kurier.support.SettableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ClockTest.Settable.class)
class ClockSkewTest {

  @Inject SettableClock clock;

  @AfterEach
  void setRight() {
    clock.setAhead(Duration.ZERO);
  }

  /** Each heartbeat asks the database for the time. */
  @Test
  void aClockThatIsNotTheDatabasesIsSeen() {
    await().atMost(Duration.ofSeconds(30)).until(() -> Math.abs(skew()) < 5 && skew() != 0);
    clock.setAhead(Duration.ofMinutes(-2));
    await().atMost(Duration.ofSeconds(30)).until(() -> Math.abs(skew() + 120) < 5);
  }

  private static double skew() {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("kurier_clock_skew_seconds"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findAny()
        .orElseThrow();
  }
}
