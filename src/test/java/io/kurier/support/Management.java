package io.kurier.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/**
 * The port of probes and metrics, of the service that a test runs within and of the packaged one.
 * {@code StartTest} carries the annotation that makes it global, so no other test names it.
 */
public final class Management implements QuarkusTestResourceLifecycleManager {

  private static int port;

  @Override
  public Map<String, String> start() {
    port = FreePort.find();
    return Map.of(
        "quarkus.management.port", Integer.toString(port),
        "quarkus.management.test-port", Integer.toString(port));
  }

  @Override
  public void stop() {
    // The port is the service's, and goes with it.
  }

  public static int port() {
    return port;
  }

  /** A request to that port, which has few connections: this one is not kept. */
  public static RequestSpecification given() {
    return RestAssured.given().port(port).header("Connection", "close");
  }
}
