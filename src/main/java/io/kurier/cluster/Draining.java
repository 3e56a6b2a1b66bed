package io.kurier.cluster;

import jakarta.inject.Singleton;

/** Whether this node is on its way out: it takes nothing new on, and is not ready. */
@Singleton
public class Draining {

  private volatile boolean draining;

  public boolean isDraining() {
    return draining;
  }

  /** There is no way back. */
  public void begin() {
    draining = true;
  }
}
