package io.kurier.problem;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The methods of a path are its own, and not those of its neighbours in the same class. */
@QuarkusTest
class AllowTest {

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "EVIL");

  @SuppressWarnings("NullAway.Init") // injected
  @Inject
  Routes routes;

  private final Api api = new Api();

  @ParameterizedTest
  @CsvSource({
    "/v1/events,                    'GET, HEAD, OPTIONS, POST'",
    "/v1/events/{id},               'GET, HEAD, OPTIONS'",
    "/v1/events/{id}/resend,        'OPTIONS, POST'",
    "/v1/webhooks,                  'GET, HEAD, OPTIONS, POST'",
    "/v1/webhooks/{id},             'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'",
    "/v1/webhooks/{id}/secret,      'GET, HEAD, OPTIONS'",
    "/v1/webhooks/{id}/test,        'OPTIONS, POST'",
    "/v1/webhooks/{id}/attempts,    'GET, HEAD, OPTIONS'",
    "/v1/event-types/{type}/,       'DELETE, GET, HEAD, OPTIONS, PUT'",
  })
  void thePathsOwnMethodsAreListed(String path, String allow) {
    call("OPTIONS", path).statusCode(200).header("Allow", equalTo(allow));
  }

  @Test
  void whateverAPathDoesNotTakeIsAnsweredWithWhatItTakes() {
    for (Route route : interfaces()) {
      for (String method : METHODS) {
        if (!route.methods().contains(method)) {
          call(method, route.template())
              .statusCode(405)
              .contentType(Problem.MEDIA_TYPE)
              .header("Allow", equalTo(route.allow()));
        }
      }
      call("OPTIONS", route.template()).statusCode(200).header("Allow", equalTo(route.allow()));
    }
  }

  @Test
  void thePathsAreThoseOfTheDocument() {
    Set<String> documented =
        RestAssured.given().get("/openapi.json").jsonPath().getMap("paths").keySet().stream()
            .map(String::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> served =
        interfaces().stream().map(Route::template).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(documented, served);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/nothing", "/v1/webhooks/{id}/nothing", "/v1/attempts", "/v1"})
  void aPathThatIsNotThereTakesNothing(String path) {
    call("OPTIONS", path).statusCode(404).header("Allow", nullValue());
    call("DELETE", path).statusCode(404).header("Allow", nullValue());
  }

  @Test
  void withoutAKeyNobodyLearnsWhatThereIs() {
    RestAssured.given().options("/v1/events").then().statusCode(401).header("Allow", nullValue());
    RestAssured.given().options("/v1/nothing").then().statusCode(401);
  }

  @Test
  void aPatchOfAnotherTypeLearnsWhichOneIsTaken() {
    api.request()
        .contentType("application/json")
        .body("{}")
        .patch("/v1/webhooks/01890b5d-7c3a-7000-8000-2f1d5c7a9b10")
        .then()
        .statusCode(415)
        .header("Accept-Patch", equalTo("application/merge-patch+json"));
    call("OPTIONS", "/v1/webhooks/{id}")
        .header("Accept-Patch", equalTo("application/merge-patch+json"));
    call("OPTIONS", "/v1/webhooks").header("Accept-Patch", nullValue());
  }

  /** Without those that are there for tests. */
  private List<Route> interfaces() {
    return routes.all().stream()
        .filter(route -> route.template().startsWith("/v1/"))
        .filter(route -> !route.template().startsWith("/v1/test/"))
        .toList();
  }

  private ValidatableResponse call(String method, String path) {
    String filled =
        path.replace("{id}", "01890b5d-7c3a-7000-8000-2f1d5c7a9b10").replaceAll("\\{.+?}", "some");
    return api.request().request(method, filled).then();
  }
}
