package io.kurier.history;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.kurier.support.Api;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AttemptLogTest extends HistoryTest {

  private static final String LOG = "/v1/webhooks/{id}/attempts";
  private static final String ONE = "/v1/attempts/{id}";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @Test
  void anAttemptShowsTheRequestAndItsAnswer() {
    UUID webhook = webhook();
    UUID first = rows.event();
    UUID second = rows.event();
    Instant sent = now.plus(123, ChronoUnit.MICROS);
    UUID id =
        rows.attempt(sent, webhook, List.of(second, first), 2, "refused", "\u00c3\u00a9\u00ff!");
    get(ONE, id)
        .statusCode(200)
        .body("id", equalTo(id.toString()))
        .body("webhookId", equalTo(webhook.toString()))
        .body("deliveryId", equalTo(Ids.ofDelivery(webhook, second).toString()))
        .body("eventIds", equalTo(List.of(second.toString(), first.toString())))
        .body("number", equalTo(2))
        .body("outcome", equalTo("refused"))
        .body("status", equalTo(500))
        .body("error", nullValue())
        .body("sentAt", equalTo(sent.toString()))
        .body("duration", equalTo("PT0.042S"))
        .body("response", equalTo("é\ufffd!"));
  }

  @Test
  void aRequestWithoutAnAnswerShowsTheError() {
    UUID id = rows.attempt(now, webhook(), List.of(rows.event()), 1, "unreachable", "");
    get(ONE, id)
        .body("outcome", equalTo("unreachable"))
        .body("status", nullValue())
        .body("error", equalTo("connection refused"))
        .body("response", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0190b3a0-0000-7000-8000-000000000000", "no-uuid"})
  void anUnknownAttemptIsNotFound(String id) {
    get(ONE, id).statusCode(404);
  }

  @Test
  void anotherAccountsAttemptsAreNotFound() {
    UUID webhook = webhook();
    UUID id = rows.attempt(webhook, List.of(rows.event()), 1, true);
    new Api().request().get(ONE, id).then().statusCode(404);
    new Api().request().get(LOG, webhook).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0190b3a0-0000-7000-8000-000000000000", "no-uuid"})
  void theLogOfAnUnknownWebhookIsNotFound(String id) {
    get(LOG, id).statusCode(404);
  }

  @Test
  void theLogBeginsWithTheNewestAndGoesOnWhereAPageEnded() {
    UUID webhook = webhook();
    UUID event = rows.event();
    UUID fourth = attempt(webhook, event, Duration.ofHours(20));
    UUID third = attempt(webhook, event, Duration.ofMinutes(3));
    UUID second = attempt(webhook, event, Duration.ofMinutes(2));
    UUID first = attempt(webhook, event, Duration.ofMinutes(1));
    attempt(webhook(), event, Duration.ZERO);
    String next =
        get(LOG + "?limit=2", webhook)
            .statusCode(200)
            .body("items.id", equalTo(texts(first, second)))
            .extract()
            .path("next");
    attempt(webhook, event, Duration.ZERO);
    get(LOG + "?limit=2&cursor={cursor}", webhook, next)
        .body("items.id", equalTo(texts(third, fourth)))
        .body("next", nullValue());
  }

  @Test
  void theLogShowsOneOutcome() {
    UUID webhook = webhook();
    UUID event = rows.event();
    rows.attempt(webhook, List.of(event), 1, false);
    UUID good = rows.attempt(webhook, List.of(event), 2, true);
    get(LOG + "?outcome=acknowledged", webhook).body("items.id", equalTo(texts(good)));
    get(LOG + "?outcome=blocked", webhook).body("items", hasSize(0)).body("next", nullValue());
  }

  @Test
  void theLogShowsWhatCarriedAnEventOfOneType() {
    UUID webhook = webhook();
    UUID moved = rows.eventOf("contact_moved");
    UUID single = rows.attempt(webhook, List.of(moved), 1, false);
    UUID batch = rows.attempt(webhook, List.of(rows.event(), moved), 1, true);
    rows.attempt(webhook, List.of(rows.event()), 1, true);
    rows.attempt(webhook, List.of(UUID.randomUUID()), 1, true);
    get(LOG + "?type=contact_moved", webhook)
        .statusCode(200)
        .body("items.id", equalTo(texts(batch, single)))
        .body("next", nullValue());
    get(LOG + "?type=contact_moved&outcome=refused", webhook)
        .body("items.id", equalTo(texts(single)));
    get(LOG + "?type=contact_copied", webhook).body("items", hasSize(0)).body("next", nullValue());
  }

  @Test
  void theLogOfATypeGoesOnWhereAPageEnded() {
    UUID webhook = webhook();
    UUID moved = rows.eventOf("contact_moved");
    UUID third = rows.attempt(webhook, List.of(moved), 1, true);
    UUID second = rows.attempt(webhook, List.of(moved), 2, true);
    rows.attempt(webhook, List.of(rows.event()), 1, true);
    UUID first = rows.attempt(webhook, List.of(moved), 3, true);
    String next =
        get(LOG + "?type=contact_moved&limit=2", webhook)
            .body("items.id", equalTo(texts(first, second)))
            .extract()
            .path("next");
    get(LOG + "?type=contact_moved&limit=2&cursor={cursor}", webhook, next)
        .body("items.id", equalTo(texts(third)))
        .body("next", nullValue());
  }

  @Test
  void whatIsLookedIntoForAPageIsBounded() {
    UUID webhook = webhook();
    UUID old = rows.attempt(webhook, List.of(rows.eventOf("contact_moved")), 1, true);
    List<UUID> members = Stream.generate(UUID::randomUUID).limit(1_000).toList();
    for (int i = 0; i < 11; i++) {
      rows.attempt(webhook, members, 1, true);
    }
    String next =
        get(LOG + "?type=contact_moved", webhook)
            .body("items", hasSize(0))
            .body("next", notNullValue())
            .extract()
            .path("next");
    get(LOG + "?type=contact_moved&cursor={cursor}", webhook, next)
        .body("items.id", equalTo(texts(old)))
        .body("next", nullValue());
  }

  @Test
  void aTypeThatNoEventCanHaveIsNamed() {
    get(LOG + "?type=" + "x".repeat(129), webhook())
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("type")));
  }

  @Test
  void theLogOfATimeBeginsWithItAndEndsBeforeTheOther() {
    UUID webhook = webhook();
    UUID event = rows.event();
    attempt(webhook, event, Duration.ofMinutes(30));
    UUID since = attempt(webhook, event, Duration.ofMinutes(20));
    UUID between = attempt(webhook, event, Duration.ofMinutes(15));
    attempt(webhook, event, Duration.ofMinutes(10));
    get(
            LOG + "?since={since}&until={until}",
            webhook,
            now.minus(Duration.ofMinutes(20)).toString(),
            now.minus(Duration.ofMinutes(10)).toString())
        .body("items.id", equalTo(texts(between, since)));
  }

  @Test
  void aRequestWhoseIdIsOlderThanItsSendingIsFoundByItsSending() {
    UUID webhook = webhook();
    UUID id = rows.attempt(now, webhook, List.of(rows.event()), 1, "acknowledged", "");
    Instant sent = now.plusSeconds(1);
    rows.sentAt(id, sent);
    get(LOG + "?since={since}", webhook, sent.toString()).body("items.id", equalTo(texts(id)));
    get(LOG + "?until={until}", webhook, sent.toString()).body("items", hasSize(0));
  }

  @Test
  void aPageOfLongAnswersEndsEarly() {
    UUID webhook = webhook();
    List<UUID> members = Stream.generate(UUID::randomUUID).limit(1_000).toList();
    for (int i = 0; i < 30; i++) {
      rows.attempt(now.minusSeconds(i), webhook, members, 1, "refused", "x".repeat(16_384));
    }
    String next =
        get(LOG, webhook)
            .body("items", hasSize(18))
            .body("next", notNullValue())
            .extract()
            .path("next");
    get(LOG + "?cursor={cursor}", webhook, next)
        .body("items", hasSize(12))
        .body("next", nullValue());
  }

  @ParameterizedTest
  @CsvSource({
    "outcome=good, outcome",
    "since=yesterday, since",
    "until=12, until",
    "limit=0, limit",
    "cursor=x, cursor"
  })
  void aWrongParameterIsNamed(String query, String name) {
    get(LOG + "?" + query, webhook())
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of(name)));
  }

  private UUID attempt(UUID webhook, UUID event, Duration ago) {
    return rows.attempt(now.minus(ago), webhook, List.of(event), 1, "acknowledged", "OK");
  }

  private static List<String> texts(UUID... ids) {
    return Stream.of(ids).map(UUID::toString).toList();
  }
}
