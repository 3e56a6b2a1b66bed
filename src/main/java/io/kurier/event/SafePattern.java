package io.kurier.event;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;

/**
 * A regular expression of a customer's schema. RE2 matches in time linear in the text, whatever the
 * expression; in return it knows neither look-around nor back references. Two things are left to
 * bound: counted repetitions multiply when they are nested, so their product is computed before
 * anything is compiled, and each character costs up to the size of the program, which {@link
 * SchemaEffort} is charged with.
 */
final class SafePattern implements RegularExpression {

  /** Enough for {@code [a-z]{1,1000}}, the most that RE2 repeats. */
  static final int MOST_SIZE = 2_500;

  /** In characters; groups nest no deeper than that either. */
  private static final int LONGEST = 1_024;

  private final Pattern pattern;
  private final int size;

  /**
   * @throws IllegalArgumentException if it is malformed, needs what RE2 lacks, or is too large
   */
  SafePattern(String regex) {
    if (sizeOf(regex) > MOST_SIZE) {
      throw new IllegalArgumentException("is too long or repeats too much");
    }
    try {
      // ECMA 262 spells a code point \\u00e4, RE2 \x{00e4}.
      pattern = Pattern.compile(regex.replaceAll("\\\\u([0-9a-fA-F]{4})", "\\\\x{$1}"));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    size = pattern.programSize();
  }

  @Override
  public boolean matches(String text) {
    return pattern.matcher(new Charged(text, size)).find();
  }

  /**
   * About how many instructions an expression compiles to, from above, without compiling it. What
   * it makes of a malformed one means nothing.
   */
  static long sizeOf(String regex) {
    return regex.length() > LONGEST ? Sizing.ENOUGH : new Sizing(regex).alternatives();
  }

  /** Reads an expression just closely enough to see what is repeated how often. */
  private static final class Sizing {

    private static final long ENOUGH = Integer.MAX_VALUE;

    private final String regex;
    private int at;

    Sizing(String regex) {
      this.regex = regex;
    }

    /** The size from here to the end of the group or of the whole. */
    long alternatives() {
      long size = 2;
      while (at < regex.length() && regex.charAt(at) != ')') {
        size = Math.min(ENOUGH, size + item() * repetitions());
      }
      at++;
      return size;
    }

    private long item() {
      char first = regex.charAt(at++);
      if (first == '\\') {
        at++;
      } else if (first == '[') {
        skipClass();
      } else if (first == '(') {
        return alternatives();
      }
      return 2;
    }

    private void skipClass() {
      // A ']' that comes first is a member of the class.
      at += at < regex.length() && regex.charAt(at) == '^' ? 2 : 1;
      while (at < regex.length() && regex.charAt(at) != ']') {
        at += regex.charAt(at) == '\\' ? 2 : 1;
      }
      at++;
    }

    /** The highest number in {@code {n}}, {@code {n,}} or {@code {n,m}}; 1 where there is none. */
    private long repetitions() {
      long most = 1;
      while (at < regex.length() && regex.charAt(at) == '{') {
        int end = regex.indexOf('}', at);
        if (end < 0) {
          return most;
        }
        most = Math.min(ENOUGH, most * highest(regex.substring(at + 1, end)));
        at = end + 1;
      }
      return most;
    }

    private static long highest(String bounds) {
      long most = 1;
      for (String bound : bounds.split(",", -1)) {
        if (bound.matches("[0-9]{1,4}")) {
          most = Math.max(most, Long.parseLong(bound));
        }
      }
      return most;
    }
  }

  /** The text that is searched; each look at a character is charged. */
  private record Charged(CharSequence text, int cost) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      SchemaEffort.chargePresent(cost);
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
