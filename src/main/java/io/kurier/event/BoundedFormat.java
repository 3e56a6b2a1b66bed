package io.kurier.event;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;
import com.networknt.schema.format.PatternFormat;

/**
 * A format whose work is bounded: a text that is too long does not have it, and the rest is charged
 * to the check.
 */
final class BoundedFormat implements Format {

  /** In characters. Longer texts of these formats are no use to anybody. */
  static final int LONGEST = 16 * 1_024;

  /**
   * Of formats that are Java's regular expressions: these recurse once for each repetition. A host
   * name has 253 characters, a UUID 36.
   */
  static final int LONGEST_OF_PATTERN = 512;

  private final Format format;
  private final int longest;

  BoundedFormat(Format format) {
    this.format = format;
    this.longest = format instanceof PatternFormat ? LONGEST_OF_PATTERN : LONGEST;
  }

  @Override
  public String getName() {
    return format.getName();
  }

  @Override
  public String getMessageKey() {
    return format.getMessageKey();
  }

  @Override
  public boolean matches(ExecutionContext execution, SchemaContext schema, String text) {
    if (text.length() > longest) {
      return false;
    }
    SchemaEffort.chargePresent(text.length());
    try {
      return format.matches(execution, schema, text);
    } catch (SchemaEffort.TooMuch e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // Some say so of what they can't read, or recurse too deep in it.
      return false;
    }
  }
}
