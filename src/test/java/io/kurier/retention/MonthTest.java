package io.kurier.retention;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.SettableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A month goes by: what came in through the API, and what is left of it then. */
@QuarkusTest
@TestProfile(MonthTest.Settable.class)
class MonthTest {

  public static class Settable implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(SettableClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("kurier.retention", "P31D");
    }
  }

  private static final Duration MONTH = Duration.ofDays(31);

  private final String today =
      LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);

  @Inject SettableClock clock;
  @Inject RetentionJob job;
  @Inject Pool pool;

  private final Api api = new Api();

  /** The days that others need are made again. */
  @AfterEach
  void setRight() {
    clock.setAhead(Duration.ZERO);
    job.makeAhead().await().indefinitely();
  }

  private void age(Duration time) {
    clock.setAhead(time);
    job.dropOutdated().await().indefinitely();
  }

  private String post() {
    return api.post("{\"type\": \"contact_added\"}")
        .then()
        .statusCode(202)
        .extract()
        .path("events[0].id");
  }

  private ValidatableResponse get(String path, Object... parameters) {
    return api.request().get(path, parameters).then();
  }

  private int count(String table, String column) {
    return pool.query(
            "select count(*)::int from %s where %s = '%s'".formatted(table, column, api.account()))
        .executeAndAwait()
        .iterator()
        .next()
        .getInteger(0);
  }

  private boolean exists(String table) {
    return pool.query("select to_regclass('" + table + "') is not null")
        .executeAndAwait()
        .iterator()
        .next()
        .getBoolean(0);
  }

  @Test
  void openWorkEndsBeforeItsDayIsDropped() {
    try (Receiver receiver =
        new Receiver(got -> Answer.of(got.path().equals("/good") ? 200 : 500, ""))) {
      UUID good = api.webhook(receiver.url("/good"), "").id();
      UUID bad = api.webhook(receiver.url("/bad"), ", \"delivery\": {\"retry\": [\"P7D\"]}").id();
      String event = post();
      await().until(() -> count("attempt", "account_id") == 2);
      await().until(() -> count("delivery", "account_id") == 1);

      // The webhook is paused, so that nothing is sent while weeks go by.
      api.request()
          .contentType("application/merge-patch+json")
          .body("{\"status\": \"inactive\"}")
          .patch("/v1/webhooks/{id}", bad)
          .then()
          .statusCode(200);
      age(Duration.ofDays(30));
      get("/v1/events/{id}", event).statusCode(200);
      assertEquals(1, count("delivery", "account_id"));
      assertEquals(0, count("failed_delivery", "account_id"));

      // It has had its time, and its day is not over yet.
      age(MONTH.plusSeconds(1));
      assertEquals(0, count("delivery", "account_id"));
      assertTrue(exists("event_" + today));
      get("/v1/events/{id}", event).statusCode(200);
      get("/v1/webhooks/{id}/deliveries?state=failed", bad)
          .statusCode(200)
          .body("items", hasSize(1))
          .body("items[0].reason", equalTo("expired"));

      age(Duration.ofDays(32));
      assertFalse(exists("event_" + today));
      assertFalse(exists("attempt_" + today));
      assertEquals(0, count("failed_delivery", "account_id"));
      get("/v1/events/{id}", event).statusCode(404);
      get("/v1/webhooks/{id}/attempts", good).statusCode(200).body("items", hasSize(0));
      // What customers configured stays.
      get("/v1/webhooks/{id}", bad).statusCode(200);
    }
  }
}
