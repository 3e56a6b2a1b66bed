package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventEntriesTest {

  @Test
  void aTypeIsTakenByItselfAndByEachPatternOverIt() {
    assertEquals(List.of("a.b", "*", "a*", "a.*", "a.b*"), EventEntries.covering("a.b"));
  }

  @Test
  void theServicesOwnTypesAreTakenOnlyByThoseThatNameThem() {
    assertEquals(List.of("kurier.x", "kurier.*", "kurier.x*"), EventEntries.covering("kurier.x"));
  }
}
