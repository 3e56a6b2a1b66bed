package io.kurier.start;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.LogLines;
import io.kurier.support.Management;
import io.kurier.support.TestDatabase;
import io.kurier.support.Wire;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LateDatabaseTest.Late.class)
class LateDatabaseTest {

  @Test
  void theServiceComesUpWhenItsDatabaseDoesAndSaysSoMeanwhile() {
    try (LogLines log = new LogLines(StartSequence.class.getName())) {
      Management.given().get("/q/health/live").then().statusCode(200);
      Management.given().get("/q/health/started").then().statusCode(503);
      Management.given()
          .get("/q/health/ready")
          .then()
          .statusCode(503)
          .body("checks.find { it.name == 'kurier' }.data.started", equalTo(false))
          .body("checks.find { it.name == 'kurier' }.data.database", equalTo(false));
      await().atMost(Duration.ofSeconds(20)).until(() -> log.all().size() >= 2);
      String line = log.all().getLast();
      assertTrue(line.startsWith("start.delayed step=Migrations database=postgresql://127.0.0.1:"));
      assertTrue(line.contains("refused"), line);
      assertTrue(line.contains("nextTry=PT"), line);
      assertFalse(line.contains("unused"), line);
    }

    DatabaseOnAWire.wire().connect();
    awaitReadiness(200);
    Management.given().get("/q/health/started").then().statusCode(200);

    DatabaseOnAWire.wire().cut();
    awaitReadiness(503);
    Management.given().get("/q/health/started").then().statusCode(200);
    Management.given().get("/q/health/live").then().statusCode(200);
    given()
        .header("Authorization", "Bearer kurier-test-admin-key")
        .get("/v1/webhooks")
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", "5");

    DatabaseOnAWire.wire().connect();
    awaitReadiness(200);
  }

  private static void awaitReadiness(int status) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertEquals(status, Management.given().get("/q/health/ready").statusCode()));
  }

  /** A service whose database is not there yet. */
  public static class Late implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(
          new TestResourceEntry(DatabaseOnAWire.class), new TestResourceEntry(Management.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  /** A database that can be reached while the wire is connected. */
  public static class DatabaseOnAWire implements QuarkusTestResourceLifecycleManager {

    private static Wire wire = new Wire(0);

    private final TestDatabase database = new TestDatabase();

    static Wire wire() {
      return wire;
    }

    @Override
    public Map<String, String> start() {
      Map<String, String> properties = new HashMap<>(database.start());
      int port = database.port();
      wire = new Wire(port);
      properties.replaceAll((name, value) -> value.replace(":" + port, ":" + wire.port()));
      return properties;
    }

    @Override
    public void stop() {
      wire.close();
      database.stop();
    }
  }
}
