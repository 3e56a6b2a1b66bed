package io.kurier.webhook;

import static io.kurier.webhook.Requests.PATH;
import static io.kurier.webhook.Requests.named;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kurier.delivery.Targets;
import io.kurier.support.LogLines;
import io.kurier.support.Management;
import io.kurier.support.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A row that was changed by hand: what becomes of its webhook, and what of the others. */
@QuarkusTest
class UnreadableWebhookTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  /** The same again mends it. */
  private static final String FLIP_A_BIT =
      "url_query = set_byte(url_query, 20, get_byte(url_query, 20) # 1)";

  private static final String KEYLESS = "no configured key opens it";

  @Inject Pool pool;
  @Inject Targets targets;

  private final Requests requests = Requests.ofNewAccount();

  @AfterEach
  void leaveNoneThatOthersWouldCount() {
    run("delete from delivery where account_id = $1", requests.account());
    run("delete from webhook where account_id = $1", requests.account());
  }

  @Test
  void headersThatWereCopiedIntoTheQueryAreNotShown() {
    String id = requests.created(withHeader("http://127.0.0.1:9/hooks?secret=xyz"));
    change(id, "url_query = headers");

    try (LogLines log = new LogLines(UnreadableValue.class.getName());
        LogLines database = new LogLines("io.kurier.storage.Database")) {
      Response answer = requests.get(id);
      answer
          .then()
          .statusCode(500)
          .contentType("application/problem+json")
          .header("Retry-After", nullValue())
          .body("title", equalTo("Unreadable webhook"))
          .body("detail", equalTo(detail(id, "url")));
      assertFalse(answer.asString().contains("hidden"), answer.asString());
      assertEquals(List.of(logged(id, "url_query")), log.all());
      assertEquals(List.of(), database.all());
    }
  }

  @Test
  void aSecretThatWasCopiedIntoTheQueryIsNotShown() {
    String id = requests.created(named("a"));
    change(id, "url_query = secret");

    requests.get(id).then().statusCode(500).body("detail", equalTo(detail(id, "url")));
  }

  @Test
  void aRowThatWasMovedToAnotherAccountDoesNotOpenThere() {
    String id = requests.created(named("a"));
    Requests thief = Requests.ofNewAccount();
    run("update webhook set account_id = $2 where id = $1", UUID.fromString(id), thief.account());

    thief.get(id).then().statusCode(500).body("detail", equalTo(detail(id, "url")));
    secret(thief, id).then().statusCode(500).body("detail", equalTo(detail(id, "secret")));
    thief.delete(id).then().statusCode(204);
  }

  @Test
  void aListNamesWhatIsUnreadableAndShowsTheRest() {
    String sound = requests.created(withHeader("http://127.0.0.1:9/sound?secret=xyz"));
    String broken = requests.created(withHeader("http://127.0.0.1:9/broken?secret=xyz"));
    change(broken, "url_query = headers, headers = url_query, secret = headers");

    Response list = requests.request().get(PATH);
    list.then()
        .statusCode(200)
        .body("items.id", containsInAnyOrder(sound, broken))
        .body(item(broken) + ".unreadable", contains("url", "headers", "secret"))
        .body(item(broken) + ".url", equalTo("http://127.0.0.1:9/broken"))
        .body(item(broken) + ".headers.size()", equalTo(0))
        .body(item(broken) + ".name", equalTo("a"))
        .body(item(sound) + ".url", equalTo("http://127.0.0.1:9/sound?secret=***"))
        .body(item(sound) + ".unreadable", nullValue());
    assertFalse(list.asString().contains("hidden"), list.asString());
    requests.get(sound).then().statusCode(200);
    secret(requests, sound).then().statusCode(200);
  }

  @Test
  void itsSecretIsAProblemOfItsOwn() {
    String id = requests.created(named("a"));
    change(id, "secret = url_query");

    secret(requests, id).then().statusCode(500).body("detail", equalTo(detail(id, "secret")));
    requests.get(id).then().statusCode(200).body("unreadable", contains("secret"));
    rotate(id, "PT1H").then().statusCode(500).body("detail", equalTo(detail(id, "secret")));
    rotate(id, "PT0S").then().statusCode(200);
    secret(requests, id).then().statusCode(200);
    requests.get(id).then().statusCode(200).body("unreadable", nullValue());
  }

  @Test
  void aFormatOfALaterVersionIsSaidToBeOne() {
    String id = requests.created(named("a"));
    change(id, "url_query = set_byte(url_query, 0, 3)");

    requests
        .get(id)
        .then()
        .statusCode(500)
        .body(
            "detail",
            equalTo(
                "'url' of webhook "
                    + id
                    + " can't be decrypted: it has an unknown format. Run the version of Kurier that"
                    + " wrote it, or a newer one."));
  }

  @Test
  void whatDoesNotOpenIsSetAnewByAPutAndNotByAPatch() {
    String id = requests.created(withHeader("http://127.0.0.1:9/hooks?secret=xyz"));
    change(id, "headers = url_query");

    requests
        .patch(id, "{\"name\": \"b\"}")
        .then()
        .statusCode(500)
        .body("detail", equalTo(detail(id, "headers")));
    requests
        .put(id, withHeader("http://127.0.0.1:9/hooks?secret=xyz").replace("\"hidden\"", "null"))
        .then()
        .statusCode(422)
        .body("errors.pointer", contains("/headers/X-Key"));
    requests
        .put(id, withHeader("http://127.0.0.1:9/hooks?secret=xyz"))
        .then()
        .statusCode(200)
        .body("version", equalTo(2));
    requests.get(id).then().statusCode(200).body("unreadable", nullValue());
  }

  @Test
  void itCanBeDeleted() {
    String id = requests.created(named("a"));
    change(id, "secret = url_query, url_query = secret");

    requests.delete(id).then().statusCode(204);
    requests.get(id).then().statusCode(404);
  }

  @Test
  void aTestOfItSaysWhyItIsNotSent() {
    String id = requests.created(named("a"));
    change(id, "secret = url_query");

    try (LogLines log = new LogLines(UnreadableValue.class.getName())) {
      requests
          .request()
          .contentType(ContentType.JSON)
          .body("{\"type\": \"contact_added\"}")
          .post(PATH + "/" + id + "/test")
          .then()
          .statusCode(500)
          .body("detail", equalTo(detail(id, "secret")));
      assertEquals(List.of(logged(id, "secret")), log.all());
    }
  }

  @Test
  void itsDeliveriesWaitUntilItOpensAndThoseOfOthersGoOn() {
    try (Receiver receiver = Receiver.willing()) {
      String sound = requests.created(to(receiver.url("/sound")));
      String broken = requests.created(to(receiver.url("/broken?secret=xyz")));
      double before = unreadableWebhooks();
      change(broken, FLIP_A_BIT);
      await().atMost(SOON).until(() -> targets.find(UUID.fromString(broken)) == null);
      await().atMost(SOON).until(() -> unreadableWebhooks() >= 1);

      for (int i = 0; i < 3; i++) {
        post().then().statusCode(202).body("events[0].deliveries", equalTo(2));
      }
      await().atMost(SOON).until(() -> got(receiver, "/sound") == 3);
      // Claimed by nobody, though there was time for several looks at what is due.
      post().then().statusCode(202);
      await().atMost(SOON).until(() -> got(receiver, "/sound") == 4);
      assertEquals(0, got(receiver, "/broken"));
      assertEquals(4, rows("select from delivery where webhook_id = $1 and owner is null", broken));
      assertEquals(0, rows("select from failed_delivery where webhook_id = $1", broken));
      assertEquals(0, rows("select from webhook_health where webhook_id = $1", broken));
      requests.get(sound).then().statusCode(200).body("unreadable", nullValue());

      change(broken, FLIP_A_BIT);
      await().atMost(SOON).until(() -> got(receiver, "/broken") == 4);
      await().atMost(SOON).until(() -> unreadableWebhooks() <= before);
      requests.get(broken).then().statusCode(200).body("unreadable", nullValue());
    }
  }

  private Response post() {
    return requests
        .request()
        .contentType(ContentType.JSON)
        .body("{\"type\": \"contact_added\"}")
        .post("/v1/events");
  }

  private static long got(Receiver receiver, String path) {
    return receiver.got().stream().filter(each -> each.path().startsWith(path)).count();
  }

  private double unreadableWebhooks() {
    return Management.given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("kurier_unreadable_webhooks"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static Response secret(Requests requests, String id) {
    return requests.request().get(PATH + "/" + id + "/secret");
  }

  private Response rotate(String id, String overlap) {
    return requests
        .request()
        .contentType(ContentType.JSON)
        .body("{\"overlap\": \"" + overlap + "\"}")
        .post(PATH + "/" + id + "/secret/rotate");
  }

  private static String withHeader(String url) {
    return """
        {"name": "a", "url": "%s", "events": ["contact_added"], "headers": {"X-Key": "hidden"}}
        """
        .formatted(url);
  }

  private static String to(String url) {
    return """
        {"name": "a", "url": "%s", "events": ["contact_added"]}
        """
        .formatted(url);
  }

  private static String item(String id) {
    return "items.find { it.id == '" + id + "' }";
  }

  private static String detail(String id, String member) {
    return "'%s' of webhook %s can't be decrypted: %s. The key that encrypted it must be among those in KURIER_SECRETS_KEY."
        .formatted(member, id, KEYLESS);
  }

  private static String logged(String id, String column) {
    return "webhook.unreadable webhook=%s column=%s reason=\"%s\"".formatted(id, column, KEYLESS);
  }

  private void change(String id, String assignments) {
    assertEquals(
        1, run("update webhook set " + assignments + " where id = $1", UUID.fromString(id)));
  }

  private int rows(String sql, String webhook) {
    return run(sql, UUID.fromString(webhook));
  }

  private int run(String sql, Object... values) {
    return pool.preparedQuery(sql)
        .execute(Tuple.from(List.of(values)))
        .await()
        .atMost(SOON)
        .rowCount();
  }
}
