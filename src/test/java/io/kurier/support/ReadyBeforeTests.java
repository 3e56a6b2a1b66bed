package io.kurier.support;

import io.kurier.cluster.Started;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * No test begins before the service is ready, so none has to wait for it. Tests with a profile of
 * their own are about that, and wait themselves.
 */
public class ReadyBeforeTests implements QuarkusTestBeforeEachCallback {

  @Override
  public void beforeEach(QuarkusTestMethodContext context) {
    if (!context.getTestInstance().getClass().isAnnotationPresent(TestProfile.class)) {
      Started started = Arc.container().instance(Started.class).get();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(started::isStarted);
    }
  }
}
