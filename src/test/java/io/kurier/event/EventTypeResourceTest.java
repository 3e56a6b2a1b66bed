package io.kurier.event;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EventTypeResourceTest {

  private static final String PATH = "/v1/event-types";

  private static final String SHIPPED =
      """
      {"type": "order_shipped", "labels": {"de": "Bestellung versandt"},
       "schema": {"required": ["orderId"], "properties": {"orderId": {"type": "string"}}},
       "sample": {"type": "order_shipped", "orderId": "A-1"}, "enforce": true}
      """;

  @AfterEach
  void deleteOwnTypes() {
    List<String> own =
        asManager().get(PATH + "?limit=500").path("items.findAll { !it.builtIn }.type");
    own.forEach(type -> asManager().delete(PATH + "/" + type).then().statusCode(204));
  }

  @Test
  void sixteenTypesAreBuiltIn() {
    asManager()
        .get(PATH)
        .then()
        .statusCode(200)
        .body("items", hasSize(16))
        .body("next", nullValue())
        .body("$", hasKey("next"))
        .body("items.builtIn", not(hasItem(false)))
        .body("items[0].type", equalTo("contact_added"))
        .body("items[0].labels.de", equalTo("Kontakt angemeldet"))
        .body("items[0].schema.title", equalTo("Contact subscribed"))
        .body("items[0].sample.contact.origin", equalTo("landing_page"))
        .body("items[0]", not(hasKey("createdAt")))
        .body(
            "items.type",
            hasItems(
                "kurier.deliveries.failed", "kurier.webhook.resumed", "kurier.webhook.suspended"));
  }

  @Test
  void anOwnTypeIsCreatedReadReplacedAndDeleted() {
    post(SHIPPED)
        .statusCode(201)
        .header("Location", equalTo("/v1/event-types/order_shipped"))
        .body("labels.de", equalTo("Bestellung versandt"))
        .body("labels.en", equalTo("order_shipped"))
        .body("schema.required", contains("orderId"))
        .body("sample.orderId", equalTo("A-1"))
        .body("enforce", equalTo(true))
        .body("builtIn", equalTo(false))
        .body("createdAt", endsWith("Z"))
        .body("updatedAt", notNullValue());
    String createdAt = get("order_shipped").statusCode(200).extract().path("createdAt");

    put("order_shipped", "{\"labels\": {\"en\": \"Shipped\"}}")
        .statusCode(200)
        .body("labels.en", equalTo("Shipped"))
        .body("labels.de", equalTo("order_shipped"))
        .body("schema", nullValue())
        .body("sample", nullValue())
        .body("enforce", equalTo(false))
        .body("createdAt", equalTo(createdAt));
    get("order_shipped").body("labels.en", equalTo("Shipped"));

    asManager().delete(PATH + "/order_shipped").then().statusCode(204);
    get("order_shipped").statusCode(404).contentType("application/problem+json");
    asManager().delete(PATH + "/order_shipped").then().statusCode(404);
    put("order_shipped", "{}").statusCode(404);
  }

  @Test
  void ownTypesAreListedAmongTheBuiltInOnesAPageAtATime() {
    post("{\"type\": \"a.first\"}").statusCode(201);
    post("{\"type\": \"zz-last\"}").statusCode(201);
    String next =
        asManager()
            .get(PATH + "?limit=2")
            .then()
            .body("items.type", contains("a.first", "contact_added"))
            .extract()
            .path("next");
    asManager()
        .get(PATH + "?limit=500&cursor=" + next)
        .then()
        .body("items", hasSize(16))
        .body("items[0].type", equalTo("contact_clicked_message_link"))
        .body("items[15].type", equalTo("zz-last"))
        .body("next", nullValue());
    asManager()
        .get(PATH + "?limit=501&cursor=*")
        .then()
        .statusCode(422)
        .body("errors.pointer", contains("cursor", "limit"));
  }

  @Test
  void aNameCanBeTakenOnlyOnce() {
    post(SHIPPED).statusCode(201);
    post(SHIPPED).statusCode(409).contentType("application/problem+json");
    post("{\"type\": \"contact_added\"}").statusCode(409);
  }

  @Test
  void builtInTypesCanBeReadButNotChanged() {
    get("contact_moved").statusCode(200).body("builtIn", equalTo(true));
    put("contact_moved", "{}").statusCode(409);
    asManager().delete(PATH + "/contact_moved").then().statusCode(409);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    post("""
            {"type": "kurier.mine", "labels": {"de": ""}, "colour": "red",
             "schema": {"properties": {"id": {"type": "text"}}}}
            """)
        .statusCode(422)
        .contentType("application/problem+json")
        .body(
            "errors.pointer",
            hasItems("/type", "/labels/de", "/colour", "/schema/properties/id/type"));
    get("kurier.mine").statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "{\"type\": \"a\", \"type\": \"b\"}", "\uFEFF{}"})
  void whatIsNotJsonIsMalformed(String body) {
    post(body).statusCode(400).contentType("application/problem+json");
  }

  @Test
  void onlyJsonIsTaken() {
    asManager()
        .contentType("text/plain")
        .body("{}")
        .post(PATH)
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @Test
  void aBodyMayHave128KiB() {
    String filler = " ".repeat(128 * 1024 - 16);
    post(filler + "{\"type\": \"big\"}").statusCode(201);
    post(filler + "{\"type\": \"bigger\"}").statusCode(413);
  }

  @Test
  void anAccountMayHave200Types() {
    for (int i = 0; i < EventTypes.MOST; i++) {
      post("{\"type\": \"own" + i + "\"}").statusCode(201);
    }
    post("{\"type\": \"own200\"}")
        .statusCode(409)
        .body("detail", endsWith("200 types of its own."));
    post("{\"type\": \"own199\"}").statusCode(409).body("detail", endsWith("exists already."));
    get("own200").statusCode(404);
  }

  @Test
  void theyAreDescribedForMachines() {
    given()
        .get("/openapi.json")
        .then()
        .statusCode(200)
        .body("paths.'/v1/event-types'.post.summary", equalTo("Create an event type"))
        .body("paths.'/v1/event-types'.post.security.apiKey", hasSize(1))
        .body(
            "paths.'/v1/event-types/{type}'.delete.responses.'409'.content",
            hasKey("application/problem+json"));
  }

  private static ValidatableResponse get(String type) {
    return asManager().get(PATH + "/" + type).then();
  }

  private static ValidatableResponse post(String body) {
    return asManager().contentType(ContentType.JSON).body(body).post(PATH).then();
  }

  private static ValidatableResponse put(String type, String body) {
    return asManager().contentType(ContentType.JSON).body(body).put(PATH + "/" + type).then();
  }

  private static RequestSpecification asManager() {
    return given().header("Authorization", "Bearer kurier-test-admin-key");
  }

  /** The database can't hold U+0000, and said so by an error of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"%00", "a%00", "%ED%A0%80", "%EF%BF%BD", "A", "a%20b", "%C3%A4"})
  void aNameThatNoTypeCanHaveIsNotFound(String name) {
    for (String method : List.of("GET", "DELETE")) {
      asManager()
          .urlEncodingEnabled(false)
          .request(method, PATH + "/" + name)
          .then()
          .statusCode(404)
          .contentType("application/problem+json");
    }
    asManager()
        .urlEncodingEnabled(false)
        .contentType(ContentType.JSON)
        .body("{}")
        .put(PATH + "/" + name)
        .then()
        .statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "contact_added\\u0000", "\ufffd", "A", ""})
  void noTestIsSentOfANameThatNoTypeCanHave(String name) {
    String id =
        asManager()
            .contentType(ContentType.JSON)
            .body("{\"name\": \"a\", \"url\": \"http://127.0.0.1:9/\", \"events\": [\"*\"]}")
            .post("/v1/webhooks")
            .path("id");
    asManager()
        .contentType(ContentType.JSON)
        .body("{\"type\": \"" + name + "\"}")
        .post("/v1/webhooks/" + id + "/test")
        .then()
        .statusCode(422)
        .body("errors.pointer", contains("/type"));
    asManager().delete("/v1/webhooks/" + id).then().statusCode(204);
  }
}
