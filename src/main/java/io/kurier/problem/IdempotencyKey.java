package io.kurier.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header with which a client makes a request safe to repeat. */
public final class IdempotencyKey {

  public static final String HEADER = "Idempotency-Key";

  private static final int MAX_LENGTH = 255;

  private IdempotencyKey() {}

  /**
   * The key of a request.
   *
   * @param fields the values of the header; null or empty where there is none
   * @return null where there is none
   * @throws DomainError 422 if there are several, or it is blank or too long
   */
  public static @Nullable String of(@Nullable List<String> fields) {
    if (fields == null || fields.isEmpty()) {
      return null;
    }
    if (fields.size() > 1) {
      throw DomainError.invalid(HEADER, "must occur once");
    }
    String key = fields.getFirst();
    if (key.isBlank() || key.length() > MAX_LENGTH) {
      throw DomainError.invalid(HEADER, "must have 1 to " + MAX_LENGTH + " characters");
    }
    return key;
  }
}
