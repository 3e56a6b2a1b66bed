package io.kurier.start;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.kurier.support.TestDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = TestDatabase.class, scope = TestResourceScope.GLOBAL)
class StartTest {

  @Test
  void theServiceIsReadyOnceEveryStepIsDone() {
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'kurier' }.data.started", equalTo(true))
        .body("checks.find { it.name == 'kurier' }.data.database", equalTo(true))
        .body("checks.find { it.name == 'kurier' }.data.draining", equalTo(false));
    given().get("/q/health/started").then().statusCode(200);
    given().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void metricsAndTheInterfacesDescriptionNeedNoKey() {
    given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
    given().get("/q/openapi").then().statusCode(200).body(containsString("openapi: 3.1"));
  }

  @Test
  void aPathOutsideTheInterfaceIsNotThere() {
    given().get("/no-such-page").then().statusCode(404);
  }
}
