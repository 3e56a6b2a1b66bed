package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

  @Test
  void withoutTheHeaderThereIsNoCondition() {
    assertDoesNotThrow(() -> IfMatch.of(List.of()).requireMatch(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        " * ",
        "\"3\"",
        "\"1\", \"3\"",
        "\"1\",\"3\",",
        "W/\"2\" , \"3\"",
        "\"a,b\",\"3\""
      })
  void thePresentVersionMatches(String header) {
    assertDoesNotThrow(() -> IfMatch.of(List.of(header)).requireMatch(3));
  }

  @Test
  void severalLinesAreOneList() {
    assertDoesNotThrow(() -> IfMatch.of(List.of("\"1\"", "\"3\"")).requireMatch(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "W/\"3\"", "\"\"", "\"33\"", "\"1\", W/\"3\""})
  void anotherVersionDoesNot(String header) {
    assertEquals(
        412,
        assertThrows(DomainError.class, () -> IfMatch.of(List.of(header)).requireMatch(3))
            .status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "", "\"3", "\"3\" \"4\"", "*, \"3\"", "w/\"3\"", "'3'"})
  void whatIsNoListOfTagsIsMalformed(String header) {
    assertEquals(400, assertThrows(DomainError.class, () -> IfMatch.of(List.of(header))).status());
  }

  @Test
  void manyTagsAreReadAtOnce() {
    String[] tags = new String[5_000];
    Arrays.setAll(tags, i -> IfMatch.tagOf(i));

    assertEquals(5_000, IfMatch.of(List.of(tags)).tags().size());
  }
}
