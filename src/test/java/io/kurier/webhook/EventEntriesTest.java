package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventEntriesTest {

  @Test
  void aTypeIsTakenByItselfAndByEachPatternOverIt() {
    assertEquals(List.of("a.b", "*", "a*", "a.*", "a.b*"), EventEntries.covering("a.b"));
  }

  @Test
  void theServicesOwnTypesAreTakenOnlyByThoseThatNameThem() {
    assertEquals(List.of("kurier.x", "kurier.*", "kurier.x*"), EventEntries.covering("kurier.x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "kurier.x", "kurier.x.y", "kurier", "kurierx", "k"})
  void aPatternTakesATypeIfItIsOneOfThoseThatCoverIt(String type) {
    for (String pattern :
        List.of("*", "k*", "kurier*", "kurier.*", "kurier.x*", "kurier.x.*", "a.*", "a.bc*")) {
      assertEquals(
          EventEntries.covering(type).contains(pattern),
          EventEntries.takes(pattern, type),
          pattern + " " + type);
    }
  }
}
