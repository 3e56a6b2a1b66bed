package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypePageTest {

  private static final List<EventTypeView> ALL =
      EventCatalog.builtIn().stream()
          .map(EventTypeView::of)
          .sorted(Comparator.comparing(EventTypeView::type))
          .toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 12, 13, 14, 500})
  void thePagesTogetherAreTheWholeList(int limit) {
    List<EventTypeView> read = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      EventTypePage page =
          EventTypePage.of(ALL, EventTypePage.Wanted.of(cursor, Integer.toString(limit)));
      read.addAll(page.items());
      cursor = page.next();
    } while (cursor != null && read.size() <= ALL.size());
    assertEquals(ALL, read);
  }

  @Test
  void thirteenFitOnADefaultPage() {
    EventTypePage page = EventTypePage.of(ALL, EventTypePage.Wanted.of(null, null));
    assertEquals(13, page.items().size());
    assertNull(page.next());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "501", "-1", "ten", "1.0", "", "99999999999"})
  void aLimitOutOfRangeIsAFault(String limit) {
    DomainError error = assertThrows(DomainError.class, () -> EventTypePage.Wanted.of("?", limit));
    assertEquals(List.of("cursor", "limit"), error.faults().stream().map(Fault::pointer).toList());
  }
}
