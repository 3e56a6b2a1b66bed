package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
