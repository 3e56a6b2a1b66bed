package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"safe\u202eevil", "a\u2066b", "a\u200bb", "\ufeffa", "a\u00adb", "\udb40\udc41"})
  void aNameCannotPoseAsAnother(String name) {
    assertEquals("must not hold invisible format characters", VisibleText.fault(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000", "\u0085"})
  void aNameHasOneLine(String name) {
    assertEquals("must not hold control characters", VisibleText.fault(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Grüße 😀", "می\u200cخواهم", "👩\u200d💻", "名前", ""})
  void otherTextIsTaken(String name) {
    assertNull(VisibleText.fault(name));
  }
}
