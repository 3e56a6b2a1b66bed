package io.kurier.cluster;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether every {@link StartStep} is done. Before that no scheduled job has anything to do. */
@ApplicationScoped
public class Started {

  private volatile boolean started;

  public boolean isStarted() {
    return started;
  }

  /** The last step is done. */
  public void onStarted() {
    started = true;
  }
}
