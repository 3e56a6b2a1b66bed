package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {

  private static final List<String> NONE = List.of();

  @Test
  void withoutAHeaderThereIsNoCondition() {
    assertDoesNotThrow(() -> Conditions.of(NONE, NONE, false).requireFor(3));
    assertDoesNotThrow(() -> Conditions.of(null, null, false).requireForUntagged());
    assertFalse(Conditions.of(NONE, NONE, false).hasAlready(3));
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
    assertDoesNotThrow(() -> ifMatch(header).requireFor(3));
    assertFalse(ifMatch(header).hasAlready(3));
  }

  @Test
  void severalLinesAreOneList() {
    assertDoesNotThrow(() -> Conditions.of(List.of("\"1\"", "\"3\""), NONE, false).requireFor(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "W/\"3\"", "\"\"", "\"33\"", "\"1\", W/\"3\""})
  void anotherVersionDoesNot(String header) {
    assertEquals(412, status(() -> ifMatch(header).requireFor(3)));
    assertEquals(412, status(() -> ifMatch(header).hasAlready(3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "\"3\"", "W/\"3\"", "\"1\", W/\"3\""})
  void whatIfNoneMatchNamesIsNotChangedAndNotSentAgain(String header) {
    assertEquals(412, status(() -> ifNoneMatch(header).requireFor(3)));
    assertTrue(ifNoneMatch(header).hasAlready(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "W/\"2\"", "\"1\", \"33\""})
  void whatItDoesNotNameIs(String header) {
    assertDoesNotThrow(() -> ifNoneMatch(header).requireFor(3));
    assertFalse(ifNoneMatch(header).hasAlready(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "", "\"3", "\"3\" \"4\"", "*, \"3\"", "w/\"3\"", "'3'"})
  void whatIsNoListOfTagsIsMalformed(String header) {
    assertEquals(400, status(() -> ifMatch(header)));
    assertEquals(400, status(() -> ifNoneMatch(header)));
  }

  @Test
  void aTimeIsNotComparedWithAVersion() {
    assertEquals(400, status(() -> Conditions.of(NONE, NONE, true).requireFor(3)));
    assertEquals(400, status(() -> Conditions.of(NONE, NONE, true).requireForUntagged()));
  }

  /** RFC 9110, section 13.1.4. */
  @Test
  void besideIfMatchTheTimeDoesNotCount() {
    assertDoesNotThrow(() -> Conditions.of(List.of("\"3\""), NONE, true).requireFor(3));
    assertEquals(412, status(() -> Conditions.of(List.of("\"2\""), NONE, true).requireFor(3)));
  }

  @Test
  void bothMustHold() {
    assertEquals(
        412, status(() -> Conditions.of(List.of("\"3\""), List.of("\"3\""), false).requireFor(3)));
    assertDoesNotThrow(
        () -> Conditions.of(List.of("\"3\""), List.of("\"2\""), false).requireFor(3));
  }

  @Test
  void whatHasNoTagMatchesNone() {
    assertDoesNotThrow(() -> ifMatch("*").requireForUntagged());
    assertDoesNotThrow(() -> ifNoneMatch("\"1\"").requireForUntagged());
    assertEquals(412, status(() -> ifMatch("\"1\"").requireForUntagged()));
    assertEquals(412, status(() -> ifNoneMatch("*").requireForUntagged()));
  }

  @Test
  void manyTagsAreReadAtOnce() {
    String[] tags = new String[5_000];
    Arrays.setAll(tags, i -> Conditions.tagOf(i));

    Conditions.Tags read =
        Objects.requireNonNull(Conditions.of(List.of(tags), NONE, false).ifMatch());
    assertEquals(5_000, read.strong().size());
  }

  private static Conditions ifMatch(String header) {
    return Conditions.of(List.of(header), NONE, false);
  }

  private static Conditions ifNoneMatch(String header) {
    return Conditions.of(NONE, List.of(header), false);
  }

  private static int status(Runnable request) {
    return assertThrows(DomainError.class, request::run).status();
  }
}
