package io.kurier.start;

/**
 * The service can't start as it is set up; the message says what to do about it, in one line and
 * without secrets.
 */
final class SettingError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingError(String message) {
    super(message, null, false, false);
  }
}
