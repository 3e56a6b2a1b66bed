package io.kurier.problem;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The {@code Idempotency-Key} of a request, as it is remembered.
 *
 * @param key 16 bytes of a hash over the account, what is asked for, and the key
 * @param request 16 bytes of a hash over the rest of the request: the same key with another request
 *     is a mistake
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the database
public record RememberedKey(byte[] key, byte[] request) {

  private static final int HASH_BYTES = 16;

  /**
   * What is remembered of a key.
   *
   * @param purpose what is asked for, and of what: a key holds for that alone
   * @param key as {@link IdempotencyKey} has read it
   * @param request what must be the same when the request is repeated
   */
  public static RememberedKey of(String accountId, String purpose, String key, byte[] request) {
    return new RememberedKey(hash(accountId + "\n" + purpose + "\n" + key), hash(request));
  }

  public static RememberedKey of(String accountId, String purpose, String key, String request) {
    return of(accountId, purpose, key, request.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Ends a request whose key came with another one.
   *
   * @throws DomainError 422 if it did
   */
  public void requireSame(byte[] firstRequest) {
    if (!Arrays.equals(firstRequest, request)) {
      throw DomainError.invalid(
          IdempotencyKey.HEADER, "was used within 24 hours for a request with another body");
    }
  }

  private static byte[] hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
