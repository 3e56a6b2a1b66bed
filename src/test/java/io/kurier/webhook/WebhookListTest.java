package io.kurier.webhook;

import static io.kurier.webhook.Requests.PATH;
import static io.kurier.webhook.Requests.named;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class WebhookListTest {

  @Inject Pool pool;

  private final Requests requests = Requests.ofNewAccount();

  @Test
  void pagesFollowEachOtherToTheEndAndNothingComesTwice() {
    for (int i = 0; i < 7; i++) {
      requests.created(named("w" + i));
    }
    List<String> names = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String cursor = "";
    do {
      Response page = list("limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      List<String> items = page.path("items.name");
      names.addAll(items);
      sizes.add(items.size());
      cursor = page.path("next");
    } while (cursor != null);

    assertEquals(List.of(3, 3, 1), sizes);
    assertEquals(
        List.of("w0", "w1", "w2", "w3", "w4", "w5", "w6"), names.stream().sorted().toList());
    List<String> ids = list("").path("items.id");
    assertEquals(ids.stream().sorted((a, b) -> b.compareTo(a)).toList(), ids, "newest first");
  }

  @Test
  void aPageThatIsJustFullIsTheLast() {
    requests.created(named("a"));
    requests.created(named("b"));

    list("limit=2").then().body("items", hasSize(2)).body("next", nullValue());
  }

  @Test
  void aPageStaysWhatItIsWhenWebhooksComeAndGo() {
    String first = requests.created(named("first"));
    String second = requests.created(named("second"));
    List<String> newestFirst = Stream.of(first, second).sorted().toList().reversed();
    String cursor = list("limit=1").path("next");

    requests.created(named("third"));
    requests.delete(newestFirst.getFirst()).then().statusCode(204);

    list("limit=1&cursor=" + cursor).then().body("items.id", contains(newestFirst.getLast()));
  }

  @Test
  void theValuesOfAQueryAreMasked() {
    requests.created(named("a"));

    Response list = list("");
    list.then().body("items.url", contains("http://127.0.0.1:9/hooks?secret=***"));
    assertTrue(!list.asString().contains("xyz"), "the value is nowhere in the list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          status=active                       | many,one,other
          status=inactive                     | off
          event=contact_added                 | many,off,one
          event=contact_moved                 | many
          event=order.paid                    | other
          event=contact_*                     | many
          event=kurier.x                      | ''
          q=ONE                               | one
          q=Hooks%2FM                         | many
          q=xyz                               | ''
          q=%25                               | ''
          q=                                  | many,off,one,other
          status=active&event=contact_added&q=n | many,one
          """)
  void filtersAreAppliedTogether(String query, String names) {
    requests.created(
        """
        {"name": "one", "url": "http://127.0.0.1:9/hooks?secret=xyz", "events": ["contact_added"]}
        """);
    requests.created(
        """
        {"name": "many", "url": "http://127.0.0.1:9/hooks/many", "events": ["contact_*"]}
        """);
    requests.created(
        """
        {"name": "off", "url": "http://127.0.0.1:9/", "events": ["contact_added"], "status": "inactive"}
        """);
    requests.created(
        """
        {"name": "other", "url": "http://127.0.0.1:9/", "events": ["order.*", "contact_copied"]}
        """);

    List<String> found = list(query).path("items.name");

    assertEquals(names, String.join(",", found.stream().sorted().toList()));
  }

  @Test
  void theHealthIsShownAndFilteredBy() {
    String failing = requests.created(named("failing"));
    requests.created(named("ok"));
    pool.preparedQuery(
            """
            insert into webhook_health (webhook_id, account_id, state, since, reason, last_status)
            values ($1, $2, 'failing', '2026-01-02T03:04:05Z', 'timed_out', 503)
            """)
        .execute(Tuple.of(UUID.fromString(failing), requests.account()))
        .await()
        .atMost(Duration.ofSeconds(10));

    list("health=ok").then().body("items.name", contains("ok"));
    list("health=suspended").then().body("items", hasSize(0));
    list("health=failing")
        .then()
        .body("items.name", contains("failing"))
        .body("items[0].health.state", equalTo("failing"))
        .body("items[0].health.since", equalTo("2026-01-02T03:04:05Z"))
        .body("items[0].health.reason", equalTo("timed_out"))
        .body("items[0].health.lastStatus", equalTo(503));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,        limit",
    "limit=501,      limit",
    "limit=x,        limit",
    "cursor=x,       cursor",
    "status=paused,  status",
    "health=bad,     health",
    "q=%00,          q",
    "event=a%0Ab,    event",
  })
  void aParameterThatIsWrongIsNamed(String query, String parameter) {
    list(query).then().statusCode(422).body("errors.pointer", contains(parameter));
  }

  @Test
  void anotherAccountsWebhooksAreNotListed() {
    requests.created(named("a"));

    Requests.ofNewAccount().request().get(PATH).then().body("items", hasSize(0));
  }

  private Response list(String query) {
    return requests
        .request()
        .urlEncodingEnabled(false)
        .get(query.isEmpty() ? PATH : PATH + "?" + query);
  }
}
