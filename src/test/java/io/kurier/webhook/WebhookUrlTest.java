package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x,                  https://a.example/x",
    "https://a.example/x?,                 https://a.example/x?",
    "https://a.example/x?secret=xyz,       https://a.example/x?secret=***",
    "https://a.example/x?a=1&b=2&c=,       https://a.example/x?a=***&b=***&c=***",
    "https://a.example/x?xyz,              https://a.example/x?***",
    "https://a.example/x?a=b=c;d=e?f,      https://a.example/x?a=***",
    "https://a.example/x?&a=1&,            https://a.example/x?&a=***&",
  })
  void namesOfTheQueryAreShownAndValuesAreNot(String url, String masked) {
    assertEquals(masked, WebhookUrl.masked(url));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x,       https://a.example/x,",
    "https://a.example/x?,      https://a.example/x, ''",
    "https://a.example?b=c?d,   https://a.example,   b=c?d",
  })
  void theQueryIsTakenOffAndPutBack(String url, String without, String query) {
    assertEquals(without, WebhookUrl.withoutQuery(url));
    assertEquals(query, WebhookUrl.query(url));
    assertEquals(url, WebhookUrl.joined(without, query));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x?secret=***,           https://a.example/x?secret=xyz",
    "https://a.example/x?secret=%2A%2a*,       https://a.example/x?secret=xyz",
    "https://a.example/x?a=***&b=***,          https://a.example/x?a=1&b=",
    "https://a.example/x?***,                  https://a.example/x?xyz",
    "https://a.example/x?a*=***,               https://a.example/x?a%2A=1",
  })
  void whatAListShowsIsTheMaskOfTheUrl(String shown, String url) {
    assertTrue(WebhookUrl.isMaskOf(shown, url));
  }

  @ParameterizedTest
  @CsvSource({
    "https://b.example/x?secret=***,     https://a.example/x?secret=xyz",
    "https://a.example/y?secret=***,     https://a.example/x?secret=xyz",
    "https://a.example/x?secret=****,    https://a.example/x?secret=xyz",
    "https://a.example/x?token=***,      https://a.example/x?secret=xyz",
    "https://a.example/x?b=***&a=***,    https://a.example/x?a=1&b=2",
    "https://a.example/x?a=***&b=2,      https://a.example/x?a=1&b=2",
    "https://a.example/x?secret=***,     https://a.example/x",
  })
  void anythingElseIsNot(String shown, String url) {
    assertFalse(WebhookUrl.isMaskOf(shown, url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/x?secret=***",
        "https://a.example/x?***",
        "https://a.example/x?a=1&secret=***",
        "https://a.example/x?secret=***&a=1",
        "https://a.example/x?secret=****",
        "https://a.example/x?secret=%2A%2A%2A",
        "https://a.example/x?secret=%2a*%2A",
      })
  void aMaskedValueIsNoValue(String url) {
    assertTrue(WebhookUrl.fault(url, false).orElseThrow().startsWith("holds *** in its query"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/***/x",
        "https://a.example/x?a=*&b=**",
        "https://a.example/x?path=*.*",
      })
  void otherAsterisksAreFine(String url) {
    assertTrue(WebhookUrl.fault(url, false).isEmpty());
  }
}
