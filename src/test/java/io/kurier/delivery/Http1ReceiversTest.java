package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Http1ReceiversTest {

  private final Http1Receivers receivers = new Http1Receivers();

  @Test
  void ofManyTheOnesThatAreCalledAreRemembered() {
    assertFalse(receivers.contains("first"));
    receivers.add("first");
    receivers.add("second");
    for (int i = 0; i < Http1Receivers.MOST - 1; i++) {
      assertTrue(receivers.contains("first"));
      receivers.add("other " + i);
    }
    assertTrue(receivers.contains("first"));
    assertFalse(receivers.contains("second"));
  }
}
