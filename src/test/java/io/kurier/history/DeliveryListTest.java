package io.kurier.history;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.Api;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DeliveryListTest extends HistoryTest {

  private static final String PATH = "/v1/webhooks/{id}/deliveries";

  @Test
  void aDeliveryWithoutAnAttemptIsPending() {
    UUID webhook = webhook();
    UUID event = rows.event(webhook);
    UUID delivery = rows.open(webhook, event, 0);
    get(PATH, webhook)
        .statusCode(200)
        .body("items", hasSize(1))
        .body("next", nullValue())
        .rootPath("items[0]")
        .body("deliveryId", equalTo(delivery.toString()))
        .body("eventIds", equalTo(List.of(event.toString())))
        .body("state", equalTo("pending"))
        .body("attempts", equalTo(0))
        .body("nextAttemptAt", equalTo(Rows.DUE.toString()))
        .body("$", not(hasKey("reason")))
        .body("$", not(hasKey("failedAt")));
  }

  @Test
  void aBatchThatIsRepeatedIsOneDelivery() {
    UUID webhook = batchingWebhook();
    List<UUID> events = List.of(rows.event(webhook), rows.event(webhook));
    UUID batch = rows.openBatch(webhook, events, 2);
    get(PATH, webhook)
        .body("items", hasSize(1))
        .rootPath("items[0]")
        .body("deliveryId", equalTo(batch.toString()))
        .body("eventIds", equalTo(events.stream().map(UUID::toString).toList()))
        .body("state", equalTo("retrying"))
        .body("attempts", equalTo(2));
  }

  @Test
  void aFailedDeliverySaysWhyAndWhen() {
    UUID webhook = webhook();
    UUID event = rows.event(webhook);
    rows.failed(webhook, event, 10, "timed_out");
    get(PATH, webhook)
        .body("items", hasSize(1))
        .rootPath("items[0]")
        .body("deliveryId", equalTo(Ids.ofDelivery(webhook, event).toString()))
        .body("eventIds", equalTo(List.of(event.toString())))
        .body("state", equalTo("failed"))
        .body("attempts", equalTo(10))
        .body("nextAttemptAt", nullValue())
        .body("reason", equalTo("timed_out"))
        .body("failedAt", equalTo("2026-01-31T12:00:00Z"));
  }

  @Test
  void whatWaitsForAnInactiveWebhookHasNoNextAttempt() {
    UUID webhook = inactiveWebhook();
    rows.open(webhook, rows.event(webhook), 0);
    get(PATH, webhook).body("items[0].nextAttemptAt", nullValue());
  }

  @Test
  void openOnesComeByWhenTheyAreDueAndThenFailedOnesTheNewestFirst() {
    UUID webhook = webhook();
    List<String> inOrder = eightDeliveries(webhook);
    assertEquals(inOrder, pages(webhook, 500, ""));
    assertEquals(inOrder, pages(webhook, 1, ""));
    assertEquals(inOrder, pages(webhook, 3, ""));
  }

  @Test
  void aListShowsOneState() {
    UUID webhook = webhook();
    List<String> all = eightDeliveries(webhook);
    assertEquals(List.of(all.get(0), all.get(2)), pages(webhook, 500, "&state=pending"));
    assertEquals(
        List.of(all.get(1), all.get(3), all.get(4), all.get(5)),
        pages(webhook, 1, "&state=retrying"));
    assertEquals(all.subList(6, 8), pages(webhook, 1, "&state=failed"));
  }

  @Test
  void whoeverOwnsARowMeanwhileItIsListedOnce() {
    UUID webhook = webhook();
    List<String> inOrder = eightDeliveries(webhook);
    String next = get(PATH + "?limit=2", webhook).extract().path("next");
    rows.changeOwners(webhook, rows.node());
    assertEquals(inOrder.subList(2, 8), pages(webhook, 2, "&cursor=" + next));
  }

  @Test
  void whatFailsBetweenTwoPagesIsNotLeftOut() {
    UUID webhook = webhook();
    UUID older = rows.event(webhook);
    UUID newer = rows.event(webhook);
    rows.open(webhook, older, 1);
    rows.open(Ids.ofDelivery(webhook, newer), webhook, List.of(newer), 1, 1, false, null, later(1));
    String next = get(PATH + "?limit=1", webhook).extract().path("next");
    rows.end(webhook, newer);
    rows.failed(webhook, newer, 2, "refused");
    assertEquals(List.of("failed " + newer), pages(webhook, 1, "&cursor=" + next));
  }

  @Test
  void aPageOfLargeBatchesEndsEarly() {
    UUID webhook = batchingWebhook();
    for (int i = 0; i < 12; i++) {
      List<UUID> events = Stream.generate(UUID::randomUUID).limit(1_000).toList();
      rows.openBatch(webhook, events, 1);
    }
    String next = get(PATH, webhook).body("items", hasSize(10)).extract().path("next");
    get(PATH + "?cursor={cursor}", webhook, next)
        .body("items", hasSize(2))
        .body("next", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0190b3a0-0000-7000-8000-000000000000", "no-uuid"})
  void anUnknownWebhookIsNotFound(String id) {
    get(PATH, id).statusCode(404);
  }

  @Test
  void anotherAccountsOrADeletedWebhookIsNotFound() {
    UUID webhook = webhook();
    new Api().request().get(PATH, webhook).then().statusCode(404);
    rows.delete(webhook);
    get(PATH, webhook).statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({
    "state=delivered, state",
    "state=FAILED, state",
    "limit=501, limit",
    "cursor=x, cursor"
  })
  void aWrongParameterIsNamed(String query, String name) {
    get(PATH + "?" + query, webhook())
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of(name)));
  }

  /**
   * First tries and retries, nobody's and a node's, one that was sent again, and two that failed;
   * in the order in which they are listed.
   */
  private List<String> eightDeliveries(UUID webhook) {
    UUID node = rows.node();
    List<String> inOrder = new ArrayList<>();
    inOrder.add(open(webhook, 0, 0, null, 0));
    inOrder.add(open(webhook, 3, 3, null, 1));
    inOrder.add(open(webhook, 0, 0, node, 2));
    inOrder.add(open(webhook, 1, 1, node, 3));
    inOrder.add(open(webhook, 5, 0, null, 4));
    inOrder.add(open(webhook, 4, 4, null, 5));
    for (int i = 0; i < 2; i++) {
      UUID event = rows.event(Instant.now().minusSeconds(i), "{}", null, webhook);
      rows.failed(webhook, event, 1, "refused");
      inOrder.add("failed " + event);
    }
    return inOrder;
  }

  private String open(UUID webhook, int attempts, int tries, @Nullable UUID owner, int dueIn) {
    UUID event = rows.event(webhook);
    rows.open(
        Ids.ofDelivery(webhook, event),
        webhook,
        List.of(event),
        attempts,
        tries,
        false,
        owner,
        later(dueIn));
    return (attempts == 0 ? "pending " : "retrying ") + event;
  }

  private static Instant later(int seconds) {
    return Rows.DUE.plus(Duration.ofSeconds(seconds));
  }

  /** All that the pages hold, from the first to the last. */
  private List<String> pages(UUID webhook, int limit, String more) {
    List<String> all = new ArrayList<>();
    String query = "?limit=" + limit + more;
    while (query != null) {
      var page = get(PATH + query, webhook).statusCode(200).extract().jsonPath();
      List<String> states = page.getList("items.state");
      for (int i = 0; i < states.size(); i++) {
        all.add(states.get(i) + " " + page.getString("items[" + i + "].eventIds[0]"));
      }
      String next = page.getString("next");
      String filter = more.replaceAll("&cursor=[^&]*", "");
      query = next == null ? null : "?limit=" + limit + filter + "&cursor=" + next;
    }
    return all;
  }
}
