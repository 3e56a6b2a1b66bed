package io.kurier.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Metrics metrics = new Metrics(registry);

  /** Two nodes that export different figures of one cluster would be added up. */
  @Test
  void onlyWhoEstimatesForTheClusterExportsItsWork() {
    assertNull(gauge("kurier.open.deliveries"));

    metrics.clusterWork(new ClusterWork(7, Duration.ofSeconds(90), Duration.ofMillis(1_500), 3, 2));
    assertEquals(7, gauge("kurier.open.deliveries"));
    assertEquals(90, gauge("kurier.oldest.due.seconds"));
    assertEquals(1.5, gauge("kurier.oldest.deliverable.seconds"));
    assertEquals(3, gauge("kurier.failing.webhooks"));
    assertEquals(2, gauge("kurier.suspended.webhooks"));

    metrics.clusterWork(new ClusterWork(8, Duration.ZERO, Duration.ZERO, 0, 0));
    assertEquals(8, gauge("kurier.open.deliveries"));

    metrics.forgetClusterWork();
    assertNull(gauge("kurier.open.deliveries"));
    assertNull(gauge("kurier.suspended.webhooks"));
  }

  @Test
  void aClockThatIsBehindIsTold() {
    assertEquals(0, gauge("kurier.clock.skew.seconds"));
    metrics.clockSkew(Duration.ofMillis(-2_500));
    assertEquals(-2.5, gauge("kurier.clock.skew.seconds"));
  }

  @Test
  void commitsAreTimed() {
    metrics.commitTook(Duration.ofMillis(20));
    metrics.commitTook(Duration.ofMillis(40));
    Timer commits = registry.get("kurier.commit").timer();
    assertEquals(2, commits.count());
    assertEquals(60, commits.totalTime(TimeUnit.MILLISECONDS));
  }

  /** A rate of what was never seen is none, and no alert would be made of it. */
  @Test
  void everyReasonOfARejectionIsThereFromTheStart() {
    for (Rejection why : Rejection.values()) {
      assertEquals(
          0, registry.get("kurier.rejections").tag("reason", why.reason()).counter().count());
    }
    metrics.rejected(Rejection.HEAD_TIME);
    assertEquals(1, registry.get("kurier.rejections").tag("reason", "head_time").counter().count());
  }

  private @Nullable Double gauge(String name) {
    Gauge gauge = registry.find(name).gauge();
    return gauge == null ? null : gauge.value();
  }
}
