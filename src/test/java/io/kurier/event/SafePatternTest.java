package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafePatternTest {

  @ParameterizedTest
  @CsvSource({
    "ell, hello, true",
    "^ell, hello, false",
    "^\\d{4}-\\d\\d$, 2026-03, true",
    "^\\p{L}+$, grün, true",
    "^\\u0067r\\u00fcn$, grün, true",
    "^[\\w.-]+$, a_b.c-d, true",
    "(?i)^abc$, aBC, true",
  })
  void aPatternIsFoundAnywhereUnlessAnchored(String regex, String text, boolean matches) {
    assertEquals(matches, new SafePattern(regex).matches(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?=x)y", "(a)\\1", "(", "a**", "x{2000}"})
  void whatItCannotRunInLinearTimeIsRefused(String regex) {
    assertThrows(IllegalArgumentException.class, () -> new SafePattern(regex));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((((((x{0,9}){0,9}){0,9}){0,9}){0,9}){0,9}){0,9}",
        "(?:(?:[]{]x){100}y){100}",
        "((x\\)]{100}){100}){2}",
        "x{900}y{900}",
        "(?:x{40}){40}"
      })
  void repetitionsThatMultiplyAreRefusedBeforeTheyAreCompiled(String regex) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(1),
        () -> assertThrows(IllegalArgumentException.class, () -> new SafePattern(regex)));
  }

  @Test
  void aLongOneIsRefusedEvenIfItOnlyNests() {
    String regex = "(".repeat(30_000) + "x" + ")".repeat(30_000);
    assertThrows(IllegalArgumentException.class, () -> new SafePattern(regex));
    assertTrue(new SafePattern("(".repeat(500) + "x" + ")".repeat(500)).matches("x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "^[a-z]{1,128}$",
        "(a|b|cd){3,7}",
        "(x{0,30}y){0,30}",
        "[\\]{3}]{5}",
        "a{3,}b{0}",
        "x{1,1000}",
        "(?P<n>[^\\]]{2}){2}?",
      })
  void theSizeIsEstimatedFromAboveAndNotFarOff(String regex) {
    long estimate = SafePattern.sizeOf(regex);
    int real = Pattern.compile(regex).programSize();
    assertTrue(estimate >= real - 2, estimate + " < " + real);
    assertTrue(estimate <= 3L * real + 20, estimate + " is far from " + real);
  }

  @Test
  void theClassicsOfBacktrackingAreHarmless() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> assertFalse(new SafePattern("^(a+)+$").matches("a".repeat(50_000) + "!")));
  }
}
