package io.kurier.problem;

import org.jspecify.annotations.Nullable;

/** Names and labels that people read in lists. */
public final class VisibleText {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private VisibleText() {}

  /**
   * What is wrong with a text of one line; null if nothing is. Format characters turn text around
   * or hide it, so that one name poses as another; the joiners are part of how some languages, and
   * emojis, are written.
   */
  public static @Nullable String fault(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      return "must not hold control characters";
    }
    return text.codePoints().anyMatch(VisibleText::isFormat)
        ? "must not hold invisible format characters"
        : null;
  }

  private static boolean isFormat(int character) {
    return Character.getType(character) == Character.FORMAT
        && character != ZERO_WIDTH_NON_JOINER
        && character != ZERO_WIDTH_JOINER;
  }
}
