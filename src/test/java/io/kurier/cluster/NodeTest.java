package io.kurier.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTest {

  private final Node node = new Node(() -> Duration.ofSeconds(15));

  @ParameterizedTest
  @CsvSource({"0,3", "1,6", "3,12", "4,12", "99,12"})
  void nodesTogetherAskAsOftenAsOneAloneUpToFour(int others, long millis) {
    node.join(new UUID(0, 1), 0);
    node.onBeat(0, false, others);
    assertEquals(Duration.ofMillis(millis), node.between(Duration.ofMillis(3)));
  }
}
