package io.kurier.flow;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class IntakeTest {

  private final Api api = new Api();
  private final Receiver receiver = Receiver.willing();

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  private static String event(String id) {
    return "{\"type\":\"contact_added\",\"id\":\"" + id + "\"}";
  }

  private String post(String body) {
    return api.post(body).then().statusCode(202).extract().path("events[0].id");
  }

  @Test
  void theSameIdIsAnsweredAsTheFirstTimeAndNotDeliveredAgain() {
    api.webhook(receiver.url("/"), "");
    String first = post(event("a"));
    assertEquals(first, post(event("a")));
    assertNotEquals(first, post(event("b")));
    assertEquals(
        first, api.request().get("/v1/events?producerId=a").jsonPath().getString("items[0].id"));
    await().until(() -> receiver.got().size() == 2);
    assertEquals(
        Set.of(event("a"), event("b")),
        new HashSet<>(receiver.got().stream().map(Receiver.Got::text).toList()));
  }

  @Test
  void theSameIdTwiceInAnArrayIsOneEvent() {
    api.webhook(receiver.url("/"), "");
    List<String> ids =
        api.post("[" + event("x") + "," + event("y") + "," + event("x") + "]")
            .jsonPath()
            .getList("events.id");
    assertEquals(ids.get(0), ids.get(2));
    assertNotEquals(ids.get(0), ids.get(1));
    await().until(() -> receiver.got().size() == 2);
  }

  @Test
  void theSameIdFromManyAtOnceIsOneEvent() {
    api.webhook(receiver.url("/"), "");
    List<CompletableFuture<String>> posts =
        IntStream.range(0, 20)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> post(event("same"))))
            .toList();
    assertEquals(1, posts.stream().map(CompletableFuture::join).distinct().count());
    post(event("last"));
    await().until(() -> receiver.got().stream().anyMatch(got -> got.text().equals(event("last"))));
    assertEquals(2, receiver.got().size());
  }

  @Test
  void anIdempotentRequestIsAnsweredAsTheFirstTime() {
    String body = "[{\"type\":\"contact_added\"},{\"type\":\"contact_moved\"}]";
    List<String> first = idempotent("k", body).jsonPath().getList("events.id");
    assertEquals(first, idempotent("k", body).jsonPath().getList("events.id"));
    idempotent("k", "[{\"type\":\"contact_added\"}]")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", equalTo("Idempotency-Key"));
    assertNotEquals(first, idempotent("other", body).jsonPath().getList("events.id"));
  }

  private Response idempotent(String key, String body) {
    return idempotent(key, "application/json", body);
  }

  private Response idempotent(String key, String type, String body) {
    return api.request()
        .header("Idempotency-Key", key)
        .contentType(type)
        .body(body)
        .post("/v1/events");
  }

  @Test
  void aRepeatedRequestIsAnsweredAsTheFirstTimeThoughItsTypeIsGone() {
    api.request()
        .contentType("application/json")
        .body("{\"type\":\"order_lost\",\"labels\":{\"de\":\"Verloren\",\"en\":\"Lost\"}}")
        .post("/v1/event-types")
        .then()
        .statusCode(201);
    String lost = "{\"type\":\"order_lost\"}";
    String lines = lost + "\nnonsense\n" + event("1");
    String ofOne = idempotent("one", lost).asString();
    String ofLines = idempotent("lines", "application/x-ndjson", lines).asString();
    api.request().delete("/v1/event-types/order_lost").then().statusCode(204);
    idempotent("lines", "application/x-ndjson", lines)
        .then()
        .statusCode(202)
        .body(equalTo(ofLines))
        .body("events.line", equalTo(List.of(1, 3)))
        .body("errors.line", equalTo(List.of(2)));
    idempotent("one", lost).then().statusCode(202).body(equalTo(ofOne));
    idempotent("one", lost + " ").then().statusCode(422);
    idempotent("another", lost)
        .then()
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("/type")));
  }

  @Test
  void badLinesDoNotStopGoodOnes() {
    api.webhook(receiver.url("/"), "");
    api.request()
        .contentType("application/x-ndjson")
        .body(event("1") + "\n{\"type\":\"unknown\"}\nnonsense\n\n" + event("2") + "\n")
        .post("/v1/events")
        .then()
        .statusCode(202)
        .body("accepted", equalTo(2))
        .body("rejected", equalTo(2))
        .body("events.line", equalTo(List.of(1, 5)))
        .body("events.deliveries", equalTo(List.of(1, 1)))
        .body("errors.line", equalTo(List.of(2, 3)))
        .body("errors[0].pointer", equalTo("/type"));
    await().until(() -> receiver.got().size() == 2);
    api.request()
        .contentType("application/x-ndjson")
        .body("nonsense\n")
        .post("/v1/events")
        .then()
        .statusCode(422);
  }

  @Test
  void anArrayIsKeptWholeOrNotAtAll() {
    api.post("[" + event("good") + ",{\"type\":\"unknown\"},{}]")
        .then()
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("/2/type")));
    api.post("[" + event("good") + ",{\"type\":\"unknown\"}]")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("errors.pointer", equalTo(List.of("/1/type")));
    api.request()
        .get("/v1/events?producerId=good")
        .then()
        .statusCode(200)
        .body("items", hasSize(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|{'type':'contact_added','id':'\\ud800'}|/id",
        "application/json|[{'type':'contact_added','id':'a\\udc00'}]|/0/id",
        "application/x-ndjson|{'type':'contact_added','id':'\\ud800'}|/id",
        "application/cloudevents+json|{%s,'id':'\\ud800'}|/id",
        "application/cloudevents-batch+json|[{%s,'id':'\\ud800'}]|/0/id",
        "application/cloudevents-batch+json|[{%s,'id':'1'},{%s,'id':'2','type':null}]|/1/type",
        "application/cloudevents-batch+json|[{%s,'id':'1'},{%s,'id':'2','id':null}]|/1/id",
        "application/x-ndjson|{'type':'contact_added','id':'1','id':null}|/id",
        "application/json|[{'type':'contact_added'},{'type':'contact_added','event':{'occurredAt':1,'occurredAt':2}}]|/1/event/occurredAt"
      })
  void whatCouldBeReadInTwoWaysIsNotKept(String mediaType, String body, String pointer) {
    Response answer =
        api.request()
            .contentType(mediaType)
            .body(
                body.replace("%s", "'specversion':'1.0','source':'/s','type':'contact_added'")
                    .replace('\'', '"'))
            .post("/v1/events");
    answer.then().statusCode(422);
    assertEquals(pointer, answer.jsonPath().getString("errors[0].pointer"));
    assertEquals(
        List.of(), api.request().get("/v1/events?producerId=1").jsonPath().getList("items"));
  }

  @Test
  void anEventThatNamesTwoAccountsIsKeptForNone() {
    Api.requestFor("*")
        .contentType("application/json")
        .body(
            "{\"type\":\"contact_added\",\"id\":\"two\",\"account\":{\"accountId\":\"%s\",\"accountId\":\"%s\"}}"
                .formatted(api.account(), api.account()))
        .post("/v1/events")
        .then()
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("/account/accountId")));
  }

  @Test
  void ofManyBrokenLinesAThousandAreShownAndAllAreCounted() {
    api.request()
        .contentType("application/x-ndjson")
        .body(event("1") + "\n" + "x\n".repeat(3_000) + event("2"))
        .post("/v1/events")
        .then()
        .statusCode(202)
        .body("accepted", equalTo(2))
        .body("rejected", equalTo(3_000))
        .body("events.line", equalTo(List.of(1, 3_002)))
        .body("errors", hasSize(1_000))
        .body("errors[999].line", equalTo(1_001));
  }

  @Test
  void moreDeliveriesThanATransactionMayHoldAreRefused() {
    for (int i = 0; i < 3; i++) {
      api.webhook(receiver.url("/" + i), ", \"status\": \"active\"");
    }
    String line = "{\"type\":\"contact_added\"}\n";
    api.request()
        .contentType("application/x-ndjson")
        .body(line.repeat(34_000))
        .post("/v1/events")
        .then()
        .statusCode(413);
    api.request()
        .contentType("application/json")
        .body("[" + line.repeat(1_000).replace("\n{", ",{") + "]")
        .post("/v1/events")
        .then()
        .statusCode(202)
        .body("events.deliveries", everyItem(equalTo(3)));
  }

  @Test
  void anImportIsNotToldContactByContact() {
    api.webhook(receiver.url("/"), "");
    api.post("{\"type\":\"contact_added\",\"contact\":{\"origin\":\"import\"}}")
        .then()
        .statusCode(202)
        .body("events[0].deliveries", equalTo(0));
  }

  @Test
  void wrongRequestsAreToldWhatIsWrong() {
    api.post("{\"type\":").then().statusCode(400).contentType("application/problem+json");
    api.request().contentType("text/plain").body("x").post("/v1/events").then().statusCode(415);
    api.request()
        .contentType("application/json; charset=ISO-8859-1")
        .body("{}")
        .post("/v1/events")
        .then()
        .statusCode(415);
    api.post("{\"type\":\"contact_added\",\"x\":\"" + "x".repeat(256 * 1_024) + "\"}")
        .then()
        .statusCode(413);
  }

  @Test
  void cloudEventsReachTheReceiverAsCloudEvents() {
    api.webhook(receiver.url("/"), "");
    String structured =
        "{ \"specversion\":\"1.0\",\"type\":\"contact_added\",\"source\":\"/crm\",\"id\":\"1\",\"data\":{\"a\":1.0}}";
    api.request()
        .contentType("application/cloudevents+json")
        .body(structured)
        .post("/v1/events")
        .then()
        .statusCode(202);
    await().until(() -> receiver.got().size() == 1);
    assertEquals(structured, receiver.got().getFirst().text());
    assertEquals("contact_added", receiver.got().getFirst().header("X-Webhook-Type"));

    api.request()
        .contentType("application/cloudevents-batch+json")
        .body("[" + structured + ", " + structured.replace("\"1\"", "\"2\"") + "]")
        .post("/v1/events")
        .then()
        .statusCode(202)
        .body("accepted", equalTo(2));
    await().until(() -> receiver.got().size() == 2);
    assertEquals(structured.replace("\"1\"", "\"2\""), receiver.got().get(1).text());

    api.request()
        .contentType("application/json")
        .header("ce-specversion", "1.0")
        .header("ce-type", "contact_moved")
        .header("ce-source", "/crm")
        .header("ce-id", "3")
        .body("{\"a\": 1.0}")
        .post("/v1/events")
        .then()
        .statusCode(202);
    await().until(() -> receiver.got().size() == 3);
    io.restassured.path.json.JsonPath envelope =
        io.restassured.path.json.JsonPath.from(receiver.got().get(2).text());
    assertEquals("contact_moved", envelope.getString("type"));
    assertEquals("/crm", envelope.getString("source"));
    assertEquals(true, receiver.got().get(2).text().contains("\"data\":{\"a\": 1.0}"));
  }

  @Test
  void eachEventNamesItsAccountWhereTheKeyActsForAll() {
    Api other = new Api();
    api.webhook(receiver.url("/a"), "");
    other.webhook(receiver.url("/b"), "");
    String first = named(api);
    String second = named(other);
    Api.requestFor("*")
        .contentType("application/json")
        .body("[" + first + "," + second + "]")
        .post("/v1/events")
        .then()
        .statusCode(202)
        .body("events.deliveries", equalTo(List.of(1, 1)));
    await().until(() -> receiver.got("/a").size() == 1 && receiver.got("/b").size() == 1);
    assertEquals(first, receiver.got("/a").getFirst().text());
    assertEquals(second, receiver.got("/b").getFirst().text());
    Api.requestFor("*")
        .contentType("application/json")
        .body("{\"type\":\"contact_added\"}")
        .post("/v1/events")
        .then()
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("/account/accountId")));
  }

  private static String named(Api api) {
    return "{\"type\":\"contact_added\",\"account\":{\"accountId\":\"" + api.account() + "\"}}";
  }

  @Test
  void aTestSendsTheSampleAtOnce() {
    Api.Webhook webhook = api.webhook(receiver.url("/t"), ", \"status\": \"inactive\"");
    test(webhook, "contact_moved")
        .then()
        .statusCode(200)
        .body("outcome", equalTo("acknowledged"))
        .body("status", equalTo(200))
        .body("error", nullValue())
        .body("response", equalTo("{\"status\":\"OK\"}"));
    assertEquals(1, receiver.got("/t").size());
    assertEquals("contact_moved", receiver.got().getFirst().header("X-Webhook-Type"));
    api.request()
        .get("/v1/webhooks/" + webhook.id() + "/attempts")
        .then()
        .statusCode(200)
        .body("items", hasSize(1));
  }

  @Test
  void aTestSendsTheSampleOfAnOwnType() {
    String own =
        """
        {"type": "order_shipped", "labels": {"de": "Versandt", "en": "Shipped"}%s}""";
    Api.Webhook webhook = api.webhook(receiver.url("/own"), "");
    api.request()
        .contentType("application/json")
        .body(own.formatted(", \"sample\": {\"type\":\"order_shipped\",\"orderId\":\"A-1\"}"))
        .post("/v1/event-types")
        .then()
        .statusCode(201);
    test(webhook, "order_shipped").then().statusCode(200).body("outcome", equalTo("acknowledged"));
    assertEquals(
        "{\"type\":\"order_shipped\",\"orderId\":\"A-1\"}", receiver.got("/own").getFirst().text());
    api.request()
        .contentType("application/json")
        .body(own.formatted(""))
        .put("/v1/event-types/order_shipped")
        .then()
        .statusCode(200);
    test(webhook, "order_shipped")
        .then()
        .statusCode(422)
        .body("errors[0].detail", equalTo("has no sample to send"));
    test(webhook, "order_lost")
        .then()
        .statusCode(422)
        .body("errors[0].detail", equalTo("is not a known event type"));
  }

  private Response test(Api.Webhook webhook, String type) {
    return api.request()
        .contentType("application/json")
        .body("{\"type\":\"" + type + "\"}")
        .post("/v1/webhooks/" + webhook.id() + "/test");
  }

  @Test
  void whatEndedIsSentAgainOnRequest() {
    api.webhook(receiver.url("/"), "");
    String id = post(event("again"));
    await().until(() -> receiver.got().size() == 1);
    await()
        .until(
            () -> api.request().get("/v1/events/" + id).jsonPath().getString("deliveries[0].state"),
            "delivered"::equals);
    api.request()
        .contentType("application/json")
        .post("/v1/events/" + id + "/resend")
        .then()
        .statusCode(202);
    await().until(() -> receiver.got().size() == 2);
    assertEquals(
        1, receiver.got().stream().map(got -> got.header("X-Webhook-ID")).distinct().count());
    await()
        .until(
            () -> api.request().get("/v1/events/" + id).jsonPath().getInt("deliveries[0].attempts"),
            n -> n == 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|{\"type\":\"kurier.webhook.resumed\"}|/type|",
        "application/json|[{\"type\":\"kurier.unknown\"}]|/0/type|",
        "application/x-ndjson|{\"type\":\"kurier.webhook.resumed\"}|/type|line 1: ",
        "application/cloudevents+json|"
            + "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"kurier.webhook.resumed\"}|/type|",
        "application/cloudevents-batch+json|"
            + "[{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"kurier.webhook.resumed\"}]|/0/type|",
      })
  void whatKurierSendsItselfIsNotTaken(
      String mediaType, String body, String pointer, @Nullable String line) {
    refused(api.request().contentType(mediaType).body(body).post("/v1/events"), pointer, line);
  }

  @Test
  void whatKurierSendsItselfIsNotTakenAsABinaryCloudEvent() {
    refused(
        api.request()
            .header("ce-specversion", "1.0")
            .header("ce-id", "1")
            .header("ce-source", "/s")
            .header("ce-type", "kurier.webhook.resumed")
            .contentType("application/json")
            .body("{}")
            .post("/v1/events"),
        "/type",
        null);
  }

  private static void refused(Response answer, String pointer, @Nullable String line) {
    answer
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("errors.pointer", equalTo(List.of(pointer)))
        .body(
            "errors[0].detail",
            equalTo((line == null ? "" : line + " ") + "is sent by Kurier alone"));
  }
}
