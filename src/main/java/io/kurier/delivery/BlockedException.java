package io.kurier.delivery;

/** The guard said no. */
final class BlockedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Not called.
   *
   * @param complaint why, as a sentence
   */
  BlockedException(String complaint) {
    super(complaint, null, false, false);
  }

  String complaint() {
    return String.valueOf(getMessage());
  }
}
