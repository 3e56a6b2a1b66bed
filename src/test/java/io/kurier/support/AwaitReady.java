package io.kurier.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What {@link ReadyBeforeTests} is for tests of the packaged service. */
public final class AwaitReady implements BeforeEachCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Management.given().get("/q/health/ready").statusCode() == 200);
  }
}
