package io.kurier.logs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LogLevelTest {

  private static final String LEVELS = "/v1/log-levels";

  private final Api api = new Api();

  private ValidatableResponse put(String category, String body) {
    return api.request()
        .contentType(ContentType.JSON)
        .body(body)
        .put(LEVELS + "/{category}", category)
        .then();
  }

  private ValidatableResponse delete(String category) {
    return api.request().delete(LEVELS + "/{category}", category).then();
  }

  @Test
  void aLevelIsChangedAndChangedBack() {
    Logger logger = Logger.getLogger("io.kurier.logs.example.Below");
    assertFalse(logger.isDebugEnabled());

    put("io.kurier.logs.example", "{\"level\": \"DEBUG\"}")
        .statusCode(200)
        .body("level", equalTo("DEBUG"))
        .body("configured", nullValue())
        .body("changed", equalTo(true));
    assertTrue(logger.isDebugEnabled());
    api.request()
        .get(LEVELS)
        .then()
        .statusCode(200)
        .body("items.category", hasItem("io.kurier.logs.example"));
    put("io.kurier.logs.example", "{\"level\": \"OFF\"}").statusCode(200);
    assertFalse(logger.isEnabled(Logger.Level.ERROR));

    delete("io.kurier.logs.example").statusCode(204);
    assertTrue(logger.isInfoEnabled());
    assertFalse(logger.isDebugEnabled());
    api.request().get(LEVELS).then().body("items.category", not(hasItem("io.kurier.logs.example")));
    delete("io.kurier.logs.example").statusCode(404);
  }

  @Test
  void whatIsConfiguredComesBack() {
    put("org.flywaydb", "{\"level\": \"ERROR\"}").body("configured", equalTo("WARN"));
    put("org.flywaydb", "{\"level\": \"INFO\"}").body("configured", equalTo("WARN"));
    assertTrue(Logger.getLogger("org.flywaydb").isInfoEnabled());
    delete("org.flywaydb").statusCode(204);
    assertFalse(Logger.getLogger("org.flywaydb").isInfoEnabled());
    api.request()
        .get(LEVELS)
        .then()
        .body("items.find { it.category == 'org.flywaydb' }.level", equalTo("WARN"))
        .body("items.find { it.category == 'org.flywaydb' }.changed", equalTo(false));
  }

  @Test
  void theRootIsNamed() {
    api.request()
        .get(LEVELS)
        .then()
        .body("items.find { it.category == 'root' }.level", equalTo("INFO"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"level\": \"LOUD\"}; /level",
        "{\"level\": \"debug\"}; /level",
        "{\"level\": 1}; /level",
        "{}; /level",
        "{\"level\": \"INFO\", \"for\": \"PT1H\"}; /for"
      })
  void whatIsNoLevelIsRefused(String body, String pointer) {
    put("io.kurier.logs.example", body)
        .statusCode(422)
        .body("errors.pointer", equalTo(java.util.List.of(pointer)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "io", "io.kurierlike", "io.netty", "org.hibernate"})
  void librariesDoNotSayWhatMayBeSecret(String category) {
    put(category, "{\"level\": \"DEBUG\"}")
        .statusCode(422)
        .body("errors.pointer", equalTo(java.util.List.of("/level")));
    put(category, "{\"level\": \"INFO\"}").statusCode(200);
    delete(category).statusCode(204);
  }

  @Test
  void whatIsNoCategoryIsRefused() {
    put("io.kurier logs", "{\"level\": \"DEBUG\"}").statusCode(422);
    put("x".repeat(201), "{\"level\": \"DEBUG\"}").statusCode(422);
  }

  @Test
  void onlyWithAKey() {
    given().get(LEVELS).then().statusCode(401);
    given().delete(LEVELS + "/io.kurier").then().statusCode(401);
  }
}
