package io.kurier.start;

import io.kurier.cluster.Draining;
import io.kurier.cluster.Started;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether requests may come: every start step is done, the database answers, and the node is not on
 * its way out.
 */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
class Readiness implements AsyncHealthCheck {

  /** However often somebody asks here, the database is asked no more often. */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(2);

  private final Started started;
  private final Draining draining;
  private final DatabaseStore store;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile boolean answered;
  private volatile long askedAt = System.nanoTime() - ASK_AGAIN_AFTER.toNanos();

  Readiness(Started started, Draining draining, DatabaseStore store) {
    this.started = started;
    this.draining = draining;
    this.store = store;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return databaseAnswers().map(this::response);
  }

  private HealthCheckResponse response(boolean databaseAnswers) {
    boolean isStarted = started.isStarted();
    boolean isDraining = draining.isDraining();
    return HealthCheckResponse.named("kurier")
        .withData("started", isStarted)
        .withData("database", databaseAnswers)
        .withData("draining", isDraining)
        .status(isStarted && databaseAnswers && !isDraining)
        .build();
  }

  private Uni<Boolean> databaseAnswers() {
    if (System.nanoTime() - askedAt < ASK_AGAIN_AFTER.toNanos()
        || !asking.compareAndSet(false, true)) {
      return Uni.createFrom().item(answered);
    }
    return store
        .answers()
        .invoke(
            answer -> {
              answered = answer;
              askedAt = System.nanoTime();
            })
        .onTermination()
        .invoke(() -> asking.set(false));
  }
}
