package io.kurier.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.Management;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document, for whoever has no key yet. */
@QuarkusTest
class ContractTest {

  @ParameterizedTest
  @CsvSource({"yaml, application/yaml", "json, application/json"})
  void theDocumentIsTheOneOfTheManagementPort(String format, String mediaType) {
    String document =
        given()
            .get("/openapi." + format)
            .then()
            .statusCode(200)
            .header("Content-Type", mediaType + ";charset=UTF-8")
            .extract()
            .asString();
    assertEquals(
        Management.given()
            .get("/q/openapi." + format)
            .then()
            .statusCode(200)
            .header("Content-Type", mediaType + ";charset=UTF-8")
            .extract()
            .asString(),
        document);
    given()
        .head("/openapi." + format)
        .then()
        .statusCode(200)
        .header("Content-Type", mediaType + ";charset=UTF-8")
        .header(
            "Content-Length", Integer.toString(document.getBytes(StandardCharsets.UTF_8).length))
        .body(emptyString());
  }

  @Test
  void itDescribesTheInterface() {
    given()
        .get("/openapi.json")
        .then()
        .statusCode(200)
        .body("openapi", equalTo("3.1.0"))
        .body("paths", hasKey("/v1/events"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.yaml", "/openapi.json"})
  void whoeverHasItIsToldSo(String path) {
    String tag =
        given()
            .get(path)
            .then()
            .statusCode(200)
            .header("Cache-Control", "public, no-cache")
            .extract()
            .header("ETag");
    for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag}) {
      given()
          .header("If-None-Match", known)
          .get(path)
          .then()
          .statusCode(304)
          .header("ETag", tag)
          .body(emptyString());
    }
    given().header("If-None-Match", "\"other\"").get(path).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi", "/openapi.yml", "/openapi.yaml/x"})
  void othersAreNotThere(String path) {
    given().get(path).then().statusCode(404).contentType("application/problem+json");
  }

  @Test
  void nothingCanBeDoneToIt() {
    given().body("{}").put("/openapi.json").then().statusCode(404);
  }
}
