package io.kurier.start;

import static io.restassured.RestAssured.given;

import io.kurier.support.TestDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = TestDatabase.class, scope = TestResourceScope.GLOBAL)
class StartTest {

  @Test
  void theServiceIsLive() {
    given().get("/q/health/live").then().statusCode(200);
  }
}
