package io.kurier.real;

/** Software that cannot be had here. */
final class Missing extends Exception {

  private static final long serialVersionUID = 1L;

  Missing(String what) {
    super(what, null, false, false);
  }
}
