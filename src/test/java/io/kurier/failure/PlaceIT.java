package io.kurier.failure;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database has no place for what comes: it is not accepted, and nothing is sent twice. */
class PlaceIT {

  private static final String FULL =
      """
      create function full_disk() returns trigger language plpgsql as $$
      begin
        raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
      end $$;
      """;

  /**
   * Not by dropping the trigger: that locks the partitions before their table, and whoever inserts
   * the other way round.
   */
  private static final String SPACE_AGAIN =
      """
      create or replace function full_disk() returns trigger language plpgsql as $$
      begin
        return new;
      end $$;
      """;

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private static String event(String id) {
    return "{\"type\":\"contact_added\",\"n\":\"%s\"}".formatted(id);
  }

  private static void assertNotTaken(NodeProcess node, String id) throws Exception {
    HttpResponse<String> answer = node.answer("/v1/events", event(id));
    assertEquals(503, answer.statusCode(), answer.body());
    assertEquals("5", answer.headers().firstValue("Retry-After").orElse(""));
  }

  @Test
  void withoutPlaceForEventsNoneIsAccepted() throws Exception {
    try (Trial trial = new Trial(DATABASE, "no_place")) {
      NodeProcess node = trial.start();
      node.createWebhook(trial.receiver().url(Trial.SINGLE), "");
      node.post("/v1/events", event("before"), 202);
      trial.settle(Set.of("before"), Trial.SINGLE);

      trial.run(FULL);
      trial.run(
          "create trigger no_space before insert on event for each row execute function full_disk()");
      assertNotTaken(node, "full");
      trial.run(SPACE_AGAIN);
      node.post("/v1/events", event("space"), 202);

      // As if nobody had made it: renamed, so that the service may make it again by itself.
      String today =
          trial
              .texts("select 'event_' || to_char(now() at time zone 'UTC', 'YYYYMMDD')")
              .iterator()
              .next();
      trial.settle(Set.of("before", "space"), Trial.SINGLE);
      await().until(() -> node.hasLogged("database.back"));
      trial.run("alter table event detach partition " + today);
      assertNotTaken(node, "no partition");
      assertTrue(node.hasLogged("There is no partition for today"));
      trial.run("alter table " + today + " rename to elsewhere");
      await()
          .atMost(Duration.ofSeconds(45))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> node.answer("/v1/events", event("made")).statusCode() == 202);
      await().until(() -> trial.arrivals().at(Trial.SINGLE).contains("made"));
      assertEquals(7, node.metric("kurier_partition_days_ahead"));
      assertEquals(0, trial.arrivals().duplicates(Trial.SINGLE));
      trial.report("9. no space, no partition for events", new Trial.Result(3, 0, 0), "–");
    }
  }

  @Test
  void withoutPlaceForAttemptsNothingIsSentAgain() throws Exception {
    try (Trial trial = new Trial(DATABASE, "no_place_for_attempts")) {
      NodeProcess node = trial.start();
      node.createWebhook(trial.receiver().url(Trial.SINGLE), "");
      trial.run(FULL);
      trial.run(
          "create trigger no_space before insert on attempt for each row execute function full_disk()");
      node.post("/v1/events", event("e1"), 202);
      await().until(() -> trial.arrivals().at(Trial.SINGLE).contains("e1"));
      // Longer than it takes to give a forgotten row back to the table, and to claim it again.
      await()
          .during(Duration.ofSeconds(16))
          .atMost(Duration.ofSeconds(20))
          .until(() -> trial.arrivals().requests() == 1);
      assertEquals(1, node.metric("kurier_unrecorded_deliveries"));
      trial.run(SPACE_AGAIN);
      Trial.Result result = trial.settle(Set.of("e1"), Trial.SINGLE);
      assertEquals(new Trial.Result(1, 0, 0), result);
      assertEquals(1, trial.count("select count(*) from attempt"));
      trial.report("9. no space for attempts", result, "–");
    }
  }
}
