package io.kurier.start;

import io.kurier.cluster.Draining;
import io.kurier.problem.DomainError;
import io.kurier.problem.Refusal;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Refuses requests from the moment at which the service is told to stop. Quarkus waits until those
 * that were accepted are answered, but goes on accepting others meanwhile: one that comes just then
 * would be kept, and its connection closed before the answer. Probes and metrics have a port of
 * their own, and are answered until the end.
 */
@ApplicationScoped
class Closing {

  /** Before anything else is done for a request. */
  private static final int PRIORITY = 2_000;

  /** Another node is there at once; where there is none, this one is back soon. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Draining draining;
  private final Refusal refusal;

  Closing(Draining draining, Refusal refusal) {
    this.draining = draining;
    this.refusal = refusal;
  }

  void onStopping(@Observes ShutdownDelayInitiatedEvent stopping) {
    draining.begin();
  }

  void filter(@Observes Filters filters) {
    filters.register(this::admit, PRIORITY);
  }

  private void admit(RoutingContext context) {
    if (draining.isDraining()) {
      refusal.give(context, DomainError.unavailable("The service is being stopped.", RETRY_AFTER));
    } else {
      context.next();
    }
  }
}
