package io.kurier.history;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.kurier.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EventsByProducerIdTest extends HistoryTest {

  private static final String PATH = "/v1/events?producerId={id}";

  @Test
  void theNewestComesFirstAndOthersAreLeftOut() {
    Instant now = Instant.now();
    UUID older = rows.event(now.minus(Duration.ofHours(20)), "1", "p");
    UUID newer = rows.event(now, "2", "p");
    rows.event(now, "3", "q");
    rows.event(now, "4", null);
    get(PATH, "p")
        .statusCode(200)
        .body("items.id", equalTo(List.of(newer.toString(), older.toString())))
        .body("items.body", equalTo(List.of(2, 1)))
        .body("next", nullValue());
  }

  @Test
  void eachEventHasItsOwnDeliveries() {
    UUID first = webhook();
    UUID second = webhook();
    Instant now = Instant.now();
    UUID older = rows.event(now.minusSeconds(2), "1", "p", first);
    rows.event(now.minusSeconds(1), "2", "p");
    UUID newer = rows.event(now, "3", "p", first, second);
    rows.failed(first, older, 3, "refused");
    rows.open(second, newer, 0);
    get(PATH, "p")
        .body("items[0].deliveries.state", equalTo(List.of("delivered", "pending")))
        .body("items[1].deliveries", hasSize(0))
        .body("items[2].deliveries.state", equalTo(List.of("failed")));
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    Instant now = Instant.now();
    UUID fourth = rows.event(now.minusSeconds(4), "4", "p");
    UUID third = rows.event(now.minusSeconds(3), "3", "p");
    UUID second = rows.event(now.minusSeconds(2), "2", "p");
    UUID first = rows.event(now.minusSeconds(1), "1", "p");
    String next =
        get(PATH + "&limit=2", "p")
            .body("items.id", equalTo(List.of(first.toString(), second.toString())))
            .extract()
            .path("next");
    rows.event(now, "0", "p");
    get(PATH + "&limit=2&cursor={cursor}", "p", next)
        .body("items.id", equalTo(List.of(third.toString(), fourth.toString())))
        .body("next", nullValue());
  }

  @Test
  void aPageOfLargeEventsEndsEarly() {
    String large = "\"" + "x".repeat(400_000) + "\"";
    for (int i = 0; i < 3; i++) {
      rows.event(Instant.now().minusSeconds(i), large, "p");
    }
    String next =
        get(PATH, "p")
            .body("items", hasSize(2))
            .body("next", notNullValue())
            .extract()
            .path("next");
    get(PATH + "&cursor={cursor}", "p", next).body("items", hasSize(1)).body("next", nullValue());
  }

  @Test
  void anotherAccountsEventsAreNotFound() {
    rows.event(Instant.now(), "1", "p");
    new Api().request().get(PATH, "p").then().statusCode(200).body("items", hasSize(0));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/events, producerId",
    "/v1/events?producerId=, producerId",
    "/v1/events?producerId=a%00b, producerId",
    "/v1/events?producerId=p&limit=501, limit",
    "/v1/events?producerId=p&cursor=x, cursor",
  })
  void aWrongParameterIsNamed(String path, String name) {
    api.request()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of(name)));
  }
}
