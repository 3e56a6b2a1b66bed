package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookPatchTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().findAndAddModules().build();

  private static final Configuration PRESENT =
      new Configuration(
          "Orders",
          "https://example.com/hooks?secret=xyz",
          List.of("contact_added"),
          WebhookStatus.ACTIVE,
          new Batching(true, 7, 2_048, Duration.ofMillis(1_500)),
          new DeliveryPolicy(
              Acknowledgement.JSON_OK,
              Retry.own(List.of(Duration.ofSeconds(5), Duration.ofDays(1))),
              Duration.ofSeconds(9),
              3),
          Map.of("X-Key", "one", "X-Other", "two"));

  @Test
  void anEmptyPatchChangesNothing() {
    assertEquals(PRESENT, patched("{}"));
  }

  @Test
  void onlyWhatThePatchNamesChanges() {
    Configuration patched = patched("{\"status\": \"inactive\", \"batching\": {\"maxEvents\": 8}}");

    assertEquals(
        new Configuration(
            PRESENT.name(),
            PRESENT.url(),
            PRESENT.events(),
            WebhookStatus.INACTIVE,
            new Batching(true, 8, 2_048, Duration.ofMillis(1_500)),
            PRESENT.delivery(),
            PRESENT.headers()),
        patched);
  }

  @Test
  void nullMakesItTheDefaultAgain() {
    Configuration patched =
        patched("{\"batching\": null, \"delivery\": {\"retry\": null}, \"headers\": null}");

    assertEquals(Batching.OFF, patched.batching());
    assertEquals(Retry.STANDARD, patched.delivery().retry());
    assertEquals(Acknowledgement.JSON_OK, patched.delivery().acknowledgement());
    assertEquals(Map.of(), patched.headers());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                          | {X-Key=one, X-Other=two}
          {"X-Other": null}           | {X-Key=one}
          {"x-OTHER": null}           | {X-Key=one}
          {"X-Absent": null}          | {X-Key=one, X-Other=two}
          {"X-Key": "1"}              | {X-Key=1, X-Other=two}
          {"x-key": "1"}              | {X-Key=1, X-Other=two}
          {"X-New": "3"}              | {X-Key=one, X-New=3, X-Other=two}
          """)
  void headersArePatchedOneByOneInAnyCase(String headers, String expected) {
    Configuration patched = patched("{\"headers\": " + headers + "}");

    assertEquals(expected, new TreeMap<>(patched.headers()).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                        |
          "x"                                       |
          {"name": null}                            | /name
          {"url": null}                             | /url
          {"nmae": null}                            | /nmae
          {"nmae": "x"}                             | /nmae
          {"batching": {"size": null}}              | /batching/size
          {"delivery": {"retries": null}}           | /delivery/retries
          {"delivery": {"timeout": "PT1M"}}         | /delivery/timeout
          {"headers": {"X-Key": "1", "x-key": "2"}} | /headers/x-key
          {"version": null}                         | /version
          """)
  void theResultIsCheckedLikeAnyOther(String patch, String pointer) {
    DomainError error = assertThrows(DomainError.class, () -> patched(patch));

    assertEquals(
        List.of(pointer == null ? "" : pointer),
        error.faults().stream().map(Fault::pointer).toList());
  }

  private static Configuration patched(String patch) {
    return WebhookRequest.of(patch.getBytes(StandardCharsets.UTF_8))
        .onto(MAPPER.<ObjectNode>valueToTree(PRESENT))
        .configuration(new WebhookRules(Set.of(), true, null, PRESENT));
  }
}
