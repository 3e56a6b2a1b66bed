package io.kurier.webhook;

import static io.kurier.webhook.Requests.PATH;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookSecretTest {

  private static final String BODY =
      """
      {"name": "Orders", "url": "http://127.0.0.1:9/hooks?secret=xyzzy", "events": ["contact_added"],
       "headers": {"Authorization": "Bearer plugh"}}
      """;

  @Inject Pool pool;

  private final Requests requests = Requests.ofNewAccount();

  @Test
  void nothingSecretStandsInTheTable() {
    Response created = requests.post(BODY);
    byte[] secret = secretOf(created.path("secret"));
    Row row =
        pool.preparedQuery("select w::text as whole, w.* from webhook w where id = $1")
            .execute(Tuple.of(UUID.fromString(created.path("id"))))
            .await()
            .atMost(Duration.ofSeconds(10))
            .iterator()
            .next();

    String whole = row.getString("whole");
    for (byte[] hidden : new byte[][] {utf8("xyzzy"), utf8("plugh"), secret}) {
      assertFalse(whole.contains(HexFormat.of().formatHex(hidden)));
    }
    assertFalse(whole.contains("xyzzy"));
    assertFalse(whole.contains("plugh"));
    assertFalse(whole.contains("Authorization"));
    assertEquals("http://127.0.0.1:9/hooks", row.getString("url"));
    // format, nonce, ciphertext, tag
    assertEquals(1 + 12 + 32 + 16, row.getBuffer("secret").length());
    assertEquals(1 + 12 + "secret=xyzzy".length() + 16, row.getBuffer("url_query").length());
  }

  @Test
  void theSecretCanBeReadAgain() {
    Response created = requests.post(BODY);

    requests
        .request()
        .get(path(created, ""))
        .then()
        .statusCode(200)
        .header("Cache-Control", equalTo("no-store"))
        .body("secret", equalTo(created.path("secret")))
        .body("$", not(hasKey("previous")));
  }

  @Test
  void aRotatedSecretOverlapsForADay() {
    Response created = requests.post(BODY);

    Response rotated = requests.request().post(path(created, "/rotate"));

    rotated
        .then()
        .statusCode(200)
        .body("secret", not(equalTo(created.path("secret"))))
        .body("previous", equalTo(created.path("secret")));
    Duration overlap =
        Duration.between(Instant.now(), Instant.parse(rotated.path("previousUntil")));
    assertTrue(overlap.compareTo(Duration.ofHours(24)) <= 0, overlap::toString);
    assertTrue(overlap.compareTo(Duration.ofHours(23)) > 0, overlap::toString);
    assertEquals(rotated.asString(), requests.request().get(path(created, "")).asString());
  }

  @Test
  void aSecretRotatedWithoutOverlapIsTheOnlyOne() {
    Response created = requests.post(BODY);

    rotate(created, "{\"overlap\": \"PT0S\"}")
        .then()
        .statusCode(200)
        .body("secret", not(equalTo(created.path("secret"))))
        .body("$", not(hasKey("previous")))
        .body("$", not(hasKey("previousUntil")));
  }

  @Test
  void aSecondRotationEndsTheOldest() {
    Response created = requests.post(BODY);
    Response second = rotate(created, "{}");

    rotate(created, "{\"overlap\": \"P7D\"}")
        .then()
        .body("previous", equalTo(second.path("secret")));
  }

  @Test
  void aRotationIsNoNewVersion() {
    Response created = requests.post(BODY);

    rotate(created, "{}").then().statusCode(200);

    requests
        .get(created.path("id"))
        .then()
        .body("version", equalTo(1))
        .body("updatedAt", equalTo(created.path("updatedAt")));
  }

  @Test
  void aChangedConfigurationKeepsTheSecret() {
    Response created = requests.post(BODY);

    requests.patch(created.path("id"), "{\"name\": \"Other\"}").then().statusCode(200);

    requests
        .request()
        .get(path(created, ""))
        .then()
        .body("secret", equalTo(created.path("secret")));
  }

  @Test
  void aWrongRotationChangesNothing() {
    Response created = requests.post(BODY);

    rotate(created, "{\"overlap\": \"P8D\"}")
        .then()
        .statusCode(422)
        .body("errors.pointer", contains("/overlap"));
    rotate(created, "{").then().statusCode(400);
    requests
        .request()
        .contentType(ContentType.TEXT)
        .body("{}")
        .post(path(created, "/rotate"))
        .then()
        .statusCode(415);
    requests
        .request()
        .get(path(created, ""))
        .then()
        .body("secret", equalTo(created.path("secret")));
  }

  private Response rotate(Response created, String body) {
    return requests
        .request()
        .contentType(ContentType.JSON)
        .body(body)
        .post(path(created, "/rotate"));
  }

  private static String path(Response created, String end) {
    return PATH + "/" + created.path("id") + "/secret" + end;
  }

  private static byte[] secretOf(String shown) {
    return Base64.getDecoder().decode(shown.substring("whsec_".length()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Its caller got no answer, and called again: the receiver still knew the first secret only. */
  @Test
  void aRotationThatIsRepeatedEndsNoSecret() {
    Response created = requests.post(BODY);

    Response first = rotate(created, "{}", "key");
    Response again = rotate(created, "{\"overlap\": \"P1D\"}", "key");

    again
        .then()
        .statusCode(200)
        .body("secret", equalTo(first.path("secret")))
        .body("previous", equalTo(created.path("secret")))
        .body("previousUntil", equalTo(first.path("previousUntil")));
    requests
        .request()
        .get(path(created, ""))
        .then()
        .body("previous", equalTo(created.path("secret")));
  }

  @Test
  void theKeyOfARotationIsOfItsWebhookAndItsOverlap() {
    Response created = requests.post(BODY);
    Response other = requests.post(BODY);
    Response first = rotate(created, "{}", "key");

    rotate(created, "{\"overlap\": \"PT1H\"}", "key")
        .then()
        .statusCode(422)
        .body("errors.pointer", contains("Idempotency-Key"));
    rotate(other, "{}", "key")
        .then()
        .statusCode(200)
        .body("secret", not(first.<String>path("secret")));
    rotate(created, "{}", "x".repeat(256)).then().statusCode(422);
    rotate(created, "{}", "another").then().body("previous", equalTo(first.path("secret")));
  }

  @Test
  void aRotationThatFailedLeavesItsKeyFree() {
    Response created = requests.post(BODY);

    requests
        .request()
        .header("Idempotency-Key", "key")
        .header("If-Match", "\"7\"")
        .post(path(created, "/rotate"))
        .then()
        .statusCode(412);
    rotate(created, "{}", "key").then().body("previous", equalTo(created.path("secret")));
  }

  private Response rotate(Response created, String body, String key) {
    return requests
        .request()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post(path(created, "/rotate"));
  }
}
