package io.kurier.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What a receiver sent is not an HTTP answer, or is one that nobody can take. The message is a
 * sentence for the receiver's owner and quotes nothing but numbers.
 */
final class BrokenAnswer extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable Integer status;
  private final boolean startless;

  private BrokenAnswer(String sentence, @Nullable Integer status, boolean startless) {
    super(sentence, null, false, false);
    this.status = status;
    this.startless = startless;
  }

  /**
   * An answer whose first line could be read.
   *
   * @param status as far as it is one, else null
   */
  BrokenAnswer(String sentence, @Nullable Integer status) {
    this(sentence, status, false);
  }

  /** Bytes that do not even begin as an answer does. */
  static BrokenAnswer startless(String sentence) {
    return new BrokenAnswer(sentence, null, true);
  }

  /** Heads of interim answers that are larger together than a head may be. */
  static BrokenAnswer tooManyInterim() {
    return new BrokenAnswer("The receiver sent too many interim answers.", null);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }

  @Nullable Integer status() {
    return status;
  }

  /** Whether the bytes may be the rest of an earlier answer on the same connection. */
  boolean isStartless() {
    return startless;
  }
}
