package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.paging.Cursor;
import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookFilterTest {

  @Test
  void withoutParametersItIsTheFirstFifty() {
    WebhookFilter filter = WebhookFilter.of(null, null, null, null, null, null);

    assertEquals(List.of("active", "inactive"), filter.statuses());
    assertEquals(List.of("ok", "failing", "suspended"), filter.healths());
    assertEquals(List.of(), filter.entries());
    assertEquals("", filter.text());
    assertEquals(50, filter.limit());
  }

  @Test
  void aCursorIsTheLastIdOfThePageBefore() {
    UUID last = UUID.fromString("01890000-0000-7000-8000-00000000abcd");

    WebhookFilter filter = WebhookFilter.of(null, null, null, null, Cursor.at(last).text(), "500");

    assertEquals(last, filter.before());
    assertEquals(500, filter.limit());
  }

  @Test
  void eachParameterThatIsWrongIsNamed() {
    DomainError error =
        assertThrows(
            DomainError.class, () -> WebhookFilter.of("on", "bad", "a\u0000", "b\u0000", "c", "0"));

    assertEquals(422, error.status());
    assertEquals(
        List.of("status", "health", "event", "q", "cursor", "limit"),
        error.faults().stream().map(Fault::pointer).toList());
  }
}
