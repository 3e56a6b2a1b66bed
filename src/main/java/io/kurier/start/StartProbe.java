package io.kurier.start;

import io.kurier.cluster.Started;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Whether every start step is done; unlike readiness it stays so. */
@Startup
@ApplicationScoped
class StartProbe implements HealthCheck {

  private final Started started;

  StartProbe(Started started) {
    this.started = started;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("kurier").status(started.isStarted()).build();
  }
}
