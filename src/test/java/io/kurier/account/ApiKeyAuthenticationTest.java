package io.kurier.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ApiKeyAuthenticationTest {

  private static final String WHO_AM_I = "/v1/test/who-am-i";

  @Test
  void anAdminKeyActsForTheDefaultAccount() {
    withKey().get(WHO_AM_I).then().statusCode(200).body(is("default"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "acme_2-DE",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void anAdminKeyActsForTheAccountThatItNames(String account) {
    withKey()
        .header("Kurier-Account", account)
        .get(WHO_AM_I)
        .then()
        .statusCode(200)
        .body(is(account));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "with space",
        "umläut",
        "a/b",
        "01234567890123456789012345678901234567890123456789012345678901234"
      })
  void anythingElseIsNoAccount(String account) {
    withKey()
        .header("Kurier-Account", account)
        .get(WHO_AM_I)
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("errors[0].pointer", equalTo("Kurier-Account"));
  }

  @Test
  void everyAccountAtOnceIsForEventsOnly() {
    withKey()
        .header("Kurier-Account", "*")
        .get(WHO_AM_I)
        .then()
        .statusCode(422)
        .body("errors[0].pointer", equalTo("Kurier-Account"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer kurier-test-admin-kez",
        "Bearer kurier-test-admin-keyy",
        "Basic kurier-test-admin-key",
        "kurier-test-admin-key"
      })
  void whoHasNoKeyIsNotLetIn(String authorization) {
    given()
        .header("Authorization", authorization)
        .get(WHO_AM_I)
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", "Bearer")
        .body("status", equalTo(401));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WHO_AM_I,
        "/v1",
        "/v1/",
        "/v1/there/is/no/such/thing",
        "/%761/test/who-am-i",
        "/v1%2Ftest/who-am-i",
        "//v1/test/who-am-i",
        "/elsewhere"
      })
  void noWayAroundTheKey(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(is(401));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/../v1/test/who-am-i", "/v1/../v1/test/who-am-i/"})
  void dotsAreNoWayAroundTheKey(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(is(400));
  }

  @Test
  void whatIsNotThereIsNotFoundWithAKey() {
    withKey()
        .get("/v1/there/is/no/such/thing")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  @Test
  void theSchemeIsReadInAnyCase() {
    given()
        .header("Authorization", "bearer kurier-test-admin-key")
        .get(WHO_AM_I)
        .then()
        .statusCode(200);
  }

  private static RequestSpecification withKey() {
    return given().header("Authorization", "Bearer kurier-test-admin-key");
  }
}
