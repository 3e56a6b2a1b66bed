package io.kurier.cluster;

import java.time.Duration;

/** Makes a node outside of the service. */
public final class TestNode {

  private TestNode() {}

  /** One that has not joined. */
  public static Node alone() {
    return new Node(() -> Duration.ofSeconds(15));
  }
}
