package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRequestTest {

  private static final WebhookRules RULES =
      new WebhookRules(Set.of("contact_added", "order.paid"), false, null, null);

  @Test
  void whatIsNotSaidIsTheDefault() {
    Configuration configuration = read("");

    assertEquals(
        new Configuration(
            "Orders",
            "https://example.com/hooks",
            List.of("contact_added"),
            WebhookStatus.ACTIVE,
            Batching.OFF,
            DeliveryPolicy.DEFAULT,
            Map.of()),
        configuration);
  }

  @Test
  void everythingCanBeSaid() {
    Configuration configuration =
        read(
            """
            "name": "Ünsere Bestellungen 🎉",
            "url": "http://[::1]:8080/a/b?secret=x%20y&z",
            "events": ["contact_added", "order.*", "*"],
            "status": "inactive",
            "batching": {"enabled": true, "maxEvents": 1000, "maxBytes": 5242880, "maxWait": "PT5M"},
            "delivery": {"acknowledgement": "json-ok", "retry": "getresponse", "timeout": "PT1S", "maxInFlight": 1},
            "headers": {"Authorization": "Bearer 1 2", "X-a!": ""}
            """);

    assertEquals(
        new Configuration(
            "Ünsere Bestellungen 🎉",
            "http://[::1]:8080/a/b?secret=x%20y&z",
            List.of("contact_added", "order.*", "*"),
            WebhookStatus.INACTIVE,
            new Batching(true, 1_000, 5_242_880, Duration.ofMinutes(5)),
            new DeliveryPolicy(
                Acknowledgement.JSON_OK, Retry.GETRESPONSE, Duration.ofSeconds(1), 1),
            Map.of("Authorization", "Bearer 1 2", "X-a!", "")),
        configuration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                  | 0
          ["PT0.1S", "PT168H"]                | 2
          ["PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S","PT1S"] | 16
          """)
  void aRetryMayBeAListOfDelays(String retry, int delays) {
    Retry read = read("\"delivery\": {\"retry\": " + retry + "}").delivery().retry();

    assertEquals(Retry.Kind.OWN, read.kind());
    assertEquals(delays, read.delays().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "name": null                                    | /name
          "name": ""                                      | /name
          "name": "  "                                    | /name
          "name": 5                                       | /name
          "name": "a\\u0000b"                             | /name
          "url": null                                     | /url
          "url": []                                       | /url
          "url": ""                                       | /url
          "url": "example.com"                            | /url
          "url": "ftp://example.com"                      | /url
          "url": "https:///path"                          | /url
          "url": "https://user:pw@example.com"            | /url
          "url": "https://@example.com"                   | /url
          "url": "https://example.com/#there"             | /url
          "url": "https://example.com/#"                  | /url
          "url": "https://example.com/a b"                | /url
          "url": "https://example.com/a\\nb"              | /url
          "url": "https://exämple.com"                    | /url
          "url": "https://example.com/%zz"                | /url
          "url": "https://example.com/{id}"               | /url
          "url": "https://my_host/"                       | /url
          "url": "https://example.com:0/"                 | /url
          "url": "https://example.com:65536/"             | /url
          "url": "https://example.com:x/"                 | /url
          "events": null                                  | /events
          "events": []                                    | /events
          "events": "contact_added"                       | /events
          "events": ["contact_added", 7]                  | /events/1
          "events": ["contact_added", "contact_added"]    | /events/1
          "events": ["contact_forgotten"]                 | /events/0
          "events": ["contact*added"]                     | /events/0
          "events": ["**"]                                | /events/0
          "events": ["Contact*"]                          | /events/0
          "status": "paused"                              | /status
          "status": true                                  | /status
          "batching": true                                | /batching
          "batching": {"enabled": "yes"}                  | /batching/enabled
          "batching": {"maxEvents": 0}                    | /batching/maxEvents
          "batching": {"maxEvents": 1001}                 | /batching/maxEvents
          "batching": {"maxEvents": 1.5}                  | /batching/maxEvents
          "batching": {"maxEvents": 100.01}               | /batching/maxEvents
          "batching": {"maxEvents": 1e3000}               | /batching/maxEvents
          "batching": {"maxEvents": 1e-2}                 | /batching/maxEvents
          "batching": {"maxEvents": 1.001e3}              | /batching/maxEvents
          "batching": {"maxEvents": "100"}                | /batching/maxEvents
          "batching": {"maxEvents": true}                 | /batching/maxEvents
          "batching": {"maxEvents": 99999999999}          | /batching/maxEvents
          "batching": {"maxBytes": 1023}                  | /batching/maxBytes
          "batching": {"maxBytes": 5242881}               | /batching/maxBytes
          "batching": {"maxWait": "PT0.049S"}             | /batching/maxWait
          "batching": {"maxWait": "PT5M0.001S"}           | /batching/maxWait
          "batching": {"maxWait": "PT0.0505S"}            | /batching/maxWait
          "batching": {"maxWait": "1s"}                   | /batching/maxWait
          "batching": {"maxWait": 1}                      | /batching/maxWait
          "batching": {"size": 1}                         | /batching/size
          "delivery": []                                  | /delivery
          "delivery": {"acknowledgement": "STATUS"}       | /delivery/acknowledgement
          "delivery": {"timeout": "PT0.9S"}               | /delivery/timeout
          "delivery": {"timeout": "PT31S"}                | /delivery/timeout
          "delivery": {"timeout": "PT-5S"}                | /delivery/timeout
          "delivery": {"timeout": "-PT5S"}                | /delivery/timeout
          "delivery": {"timeout": "-PT-5S"}               | /delivery/timeout
          "delivery": {"timeout": "PT9999999999999999H"}  | /delivery/timeout
          "delivery": {"maxInFlight": 0}                  | /delivery/maxInFlight
          "delivery": {"maxInFlight": 1001}               | /delivery/maxInFlight
          "delivery": {"retry": "never"}                  | /delivery/retry
          "delivery": {"retry": 3}                        | /delivery/retry
          "delivery": {"retry": ["PT1S", "PT0.09S"]}      | /delivery/retry/1
          "delivery": {"retry": ["P8D"]}                  | /delivery/retry/0
          "delivery": {"retry": [5]}                      | /delivery/retry/0
          "delivery": {"retries": 3}                      | /delivery/retries
          "headers": []                                   | /headers
          "headers": {"X-A": 1}                           | /headers/X-A
          "headers": {"X-A": null}                        | /headers/X-A
          "headers": {"X A": "1"}                         | /headers/X A
          "headers": {"": "1"}                            | /headers/
          "headers": {"x/y": "1"}                         | /headers/x~1y
          "headers": {"X-A": "1", "x-a": "2"}             | /headers/x-a
          "headers": {"X-A": "a\\r\\nX-B: b"}             | /headers/X-A
          "headers": {"X-A": "ä"}                         | /headers/X-A
          "headers": {"X-A": " a"}                        | /headers/X-A
          "nmae": "x"                                     | /nmae
          "nmae": null                                    | /nmae
          "id": "x"                                       | /id
          "version": 3                                    | /version
          "health": null                                  | /health
          """)
  void oneFault(String members, String pointer) {
    assertEquals(List.of(pointer), pointers(members, RULES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type",
        "content-length",
        "HOST",
        "Connection",
        "Transfer-Encoding",
        "TE",
        "Trailer",
        "Upgrade",
        "Keep-Alive",
        "Expect",
        "User-Agent",
        "X-Webhook-Type",
        "X-Webhook-ID",
        "X-Request-ID",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
        "Proxy-Authorization",
        "Accept-Encoding",
        "Content-Encoding",
        "content-digest",
        "Range",
        "If-None-Match",
        "Digest",
        "Date",
        "Via",
        "HTTP2-Settings",
        "Kurier-Hops"
      })
  void aHeaderThatIsOursOrTheConnectionsIsRefused(String name) {
    assertEquals(
        List.of("/headers/" + name), pointers("\"headers\": {\"" + name + "\": \"1\"}", RULES));
  }

  @Test
  void aWebhookThatRelaysToAnotherInstallationMayNameTheAccountThere() {
    read("\"headers\": {\"Kurier-Account\": \"other\", \"Authorization\": \"Bearer key\"}");
  }

  @Test
  void theLongestThatMayBe() {
    read("\"name\": \"" + "🎉".repeat(128) + "\"");
    read("\"url\": \"https://example.com/" + "a".repeat(2_048 - 20) + "\"");
    read("\"events\": [\"" + "a".repeat(128) + "*\"]");
    read("\"events\": " + array(50));
    read("\"headers\": {\"" + "a".repeat(64) + "\": \"" + "b".repeat(1_024) + "\"}");
    read("\"headers\": " + headers(20));
  }

  @Test
  void oneMoreIsTooLong() {
    assertEquals(List.of("/name"), pointers("\"name\": \"" + "a".repeat(129) + "\"", RULES));
    assertEquals(
        List.of("/url"),
        pointers("\"url\": \"https://example.com/" + "a".repeat(2_048 - 19) + "\"", RULES));
    assertEquals(
        List.of("/events/0"), pointers("\"events\": [\"" + "a".repeat(129) + "*\"]", RULES));
    assertEquals(List.of("/events"), pointers("\"events\": " + array(51), RULES));
    String name = "a".repeat(65);
    assertEquals(
        List.of("/headers/" + name), pointers("\"headers\": {\"" + name + "\": \"\"}", RULES));
    assertEquals(
        List.of("/headers/a"),
        pointers("\"headers\": {\"a\": \"" + "b".repeat(1_025) + "\"}", RULES));
    assertEquals(List.of("/headers"), pointers("\"headers\": " + headers(21), RULES));
    String retry = "[" + "\"PT1S\",".repeat(16) + "\"PT1S\"]";
    assertEquals(
        List.of("/delivery/retry"), pointers("\"delivery\": {\"retry\": " + retry + "}", RULES));
  }

  @Test
  void everyFaultIsToldAtOnce() {
    assertEquals(
        List.of(
            "/batching/maxEvents",
            "/delivery/retry",
            "/events/0",
            "/headers/Host",
            "/name",
            "/url",
            "/x"),
        pointers(
            """
            "name": "", "url": "x", "events": ["y"], "batching": {"maxEvents": 0},
            "delivery": {"retry": "z"}, "headers": {"Host": "h"}, "x": 1
            """,
            RULES));
  }

  @Test
  void whatIsNoObjectIsNoWebhook() {
    DomainError error = assertThrows(DomainError.class, () -> request("[]").configuration(RULES));

    assertEquals("", error.faults().getFirst().pointer());
    assertEquals(1, error.faults().size());
  }

  /** JSON has one kind of number. */
  @ParameterizedTest
  @ValueSource(strings = {"100", "100.0", "1e2", "1E+2", "0.1e3", "1000e-1", "100.000000000000"})
  void aNumberIsWholeByItsValue(String number) {
    assertEquals(100, read("\"batching\": {\"maxEvents\": " + number + "}").batching().maxEvents());
    assertEquals(
        100, read("\"delivery\": {\"maxInFlight\": " + number + "}").delivery().maxInFlight());
  }

  @Test
  void plainHttpIsRefusedWhereHttpsIsRequired() {
    WebhookRules strict = new WebhookRules(Set.of("contact_added"), true, null, null);

    assertEquals(List.of("/url"), pointers("\"url\": \"http://example.com\"", strict));
    assertEquals(List.of(), pointers("\"url\": \"HTTPS://example.com\"", strict));
  }

  @Test
  void anAddressThatMayNotBeCalledIsRefused() {
    WebhookRules rules =
        new WebhookRules(Set.of("contact_added"), false, "points to a private network", null);

    assertEquals(List.of("/url"), pointers("", rules));
  }

  @Test
  void whatIsLeftAsItIsIsNotJudgedAnew() {
    Configuration present =
        read("\"url\": \"http://example.com/old\", \"events\": [\"order.paid\"]");
    WebhookRules now = new WebhookRules(Set.of(), true, "no longer resolves", present);

    assertEquals(
        List.of(),
        pointers(
            "\"url\": \"http://example.com/old\", \"events\": [\"order.paid\"], \"status\": \"inactive\"",
            now));
    assertEquals(
        List.of("/events/0", "/url"),
        pointers("\"url\": \"http://example.com/new\", \"events\": [\"contact_added\"]", now));
  }

  @Test
  void aHeaderThatComesWithNullKeepsItsValue() {
    Configuration present = read("\"headers\": {\"X-Key\": \"old\", \"X-Gone\": \"1\"}");

    Configuration read =
        request("\"headers\": {\"x-key\": null, \"X-New\": \"2\"}")
            .configuration(RULES.changing(present));

    assertEquals(Map.of("x-key", "old", "X-New", "2"), read.headers());
  }

  private static Configuration read(String members) {
    return request(members).configuration(RULES);
  }

  private static List<String> pointers(String members, WebhookRules rules) {
    try {
      request(members).configuration(rules);
      return List.of();
    } catch (DomainError e) {
      assertEquals(422, e.status());
      return e.faults().stream().map(Fault::pointer).sorted().toList();
    }
  }

  /** A request that is fine but for the members; an array stands for itself. */
  private static WebhookRequest request(String members) {
    String body = members.equals("[]") ? members : "{" + withDefaults(members) + "}";
    return WebhookRequest.of(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String withDefaults(String members) {
    Stream<String> defaults =
        Stream.of(
                "\"name\": \"Orders\"",
                "\"url\": \"https://example.com/hooks\"",
                "\"events\": [\"contact_added\"]")
            .filter(member -> !members.contains(member.substring(0, member.indexOf(':') + 1)));
    return Stream.concat(defaults, members.isBlank() ? Stream.of() : Stream.of(members))
        .collect(Collectors.joining(", "));
  }

  private static String array(int entries) {
    return IntStream.range(0, entries)
        .mapToObj(i -> "\"a" + i + "*\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String headers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"a" + i + "\": \"\"")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
