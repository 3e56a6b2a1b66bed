package io.kurier.dev;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ReceiverTest {

  private static final String PATH = "/dev/receiver/mine";

  @AfterEach
  void clear() {
    given().delete(PATH).then().statusCode(204);
  }

  @Test
  void itAcknowledgesAndShowsWhatItGot() {
    given()
        .header("X-Webhook-Type", "contact_added")
        .header("X-Webhook-ID", "1")
        .contentType("application/json")
        .body("{\"type\":\"contact_added\"}")
        .post(PATH + "?secret=xyz")
        .then()
        .statusCode(200)
        .body("status", equalTo("OK"));
    given().body("[{\"n\":1},{\"n\":2}]").post(PATH).then().statusCode(200);
    given()
        .get(PATH)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("items", hasSize(2))
        .body("items.events", contains(2, 1))
        .body("items[0].body.n", contains(1, 2))
        .body("items[1].body.type", equalTo("contact_added"))
        .body("items[1].headers.'x-webhook-id'", equalTo("1"))
        .body("items[1].answered", equalTo(200));
    given().delete(PATH).then().statusCode(204);
    given().get(PATH).then().body("items", empty());
  }

  @Test
  void aTerminalGetsText() {
    given().header("X-Webhook-Type", "contact_added").body("{}").post(PATH).then().statusCode(200);
    given()
        .get(PATH + "?format=text")
        .then()
        .contentType("text/plain")
        .body(containsString("contact_added"));
    given()
        .accept("text/plain")
        .get(PATH)
        .then()
        .contentType("text/plain")
        .body(containsString("1 event"));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 302, 404, 429, 500, 599})
  void itAnswersWhatItIsTold(int status) {
    given()
        .redirects()
        .follow(false)
        .body("{}")
        .post(PATH + "?status=" + status)
        .then()
        .statusCode(status);
    given().get(PATH).then().body("items[0].answered", equalTo(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.3S", "300"})
  void itPlaysASlowOne(String delay) {
    given()
        .body("{}")
        .post(PATH + "?delay=" + delay)
        .then()
        .statusCode(200)
        .time(greaterThanOrEqualTo(300L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status=99", "status=600", "status=x", "delay=PT6M", "delay=-1", "delay=PT-1S"})
  void whatItCannotPlayIsRefused(String query) {
    given().body("{}").post(PATH + "?" + query).then().statusCode(422);
    given().get(PATH).then().body("items", empty());
  }
}
