package io.kurier.start;

import io.kurier.cluster.Draining;
import io.kurier.cluster.Heartbeat;
import io.kurier.delivery.Outflow;
import io.kurier.statistics.StatisticsJob;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.TimeoutException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Stops without losing or repeating anything: partial batches go out, every request that is on the
 * way ends and is recorded, what was not sent goes back to the table, and the node leaves last.
 * Accepted requests of producers were answered before ({@code quarkus.shutdown.timeout}).
 */
@ApplicationScoped
class Drain {

  private static final Logger LOG = Logger.getLogger(Drain.class);

  /** The longest timeout of a webhook, so that no request on the way is cut off. */
  private static final Duration MOST = Duration.ofSeconds(30);

  private static final Duration COUNTING = Duration.ofSeconds(1);

  private static final Duration LEAVING = Duration.ofSeconds(2);

  private final Draining draining;
  private final Outflow outflow;
  private final StatisticsJob statistics;
  private final Heartbeat heartbeat;

  Drain(Draining draining, Outflow outflow, StatisticsJob statistics, Heartbeat heartbeat) {
    this.draining = draining;
    this.outflow = outflow;
    this.statistics = statistics;
    this.heartbeat = heartbeat;
  }

  void onShutdown(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stopping) {
    long began = System.nanoTime();
    draining.begin();
    try {
      outflow.end().await().atMost(MOST);
    } catch (TimeoutException e) {
      LOG.warnf("drain.incomplete requests=%d", outflow.inFlight());
    }
    try {
      statistics.store().await().atMost(COUNTING);
    } catch (RuntimeException e) {
      LOG.warnf("statistics.not_stored reason=%s", e.getMessage());
    }
    try {
      heartbeat.leave().await().atMost(LEAVING);
    } catch (RuntimeException e) {
      // Others will find that this node is silent, and release what it owned.
      LOG.warnf("node.not_left reason=%s", e.getMessage());
    }
    LOG.infof("drain.ended duration=%s", Duration.ofNanos(System.nanoTime() - began));
  }
}
