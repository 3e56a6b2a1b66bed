package io.kurier.webhook;

import io.kurier.problem.DomainError;
import io.kurier.problem.IdempotencyKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * A creation that came with an {@code Idempotency-Key}, and which webhook it made. The first answer
 * follows from that and from the request, which is the same when it is repeated: so nothing secret
 * is kept here.
 */
@Entity
@Table(name = "seen")
class SeenRequest {

  /** How long a key is remembered. */
  static final Duration REMEMBERED = Duration.ofHours(24);

  private static final int HASH_BYTES = 16;

  @Id private byte[] key;
  private byte[] request;
  private String answer;

  @Column(name = "seen_at")
  private Instant seenAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected SeenRequest() {}

  /**
   * @param webhook the one that is made unless the key was seen before
   */
  SeenRequest(String accountId, String key, byte[] body, UUID webhook, Instant now) {
    this.key = hash((accountId + "\nwebhooks\n" + key).getBytes(StandardCharsets.UTF_8));
    this.request = hash(body);
    this.answer = webhook.toString();
    this.seenAt = now;
  }

  byte[] key() {
    return key.clone();
  }

  /** What serialises the requests of a key. */
  long lock() {
    return ByteBuffer.wrap(key).getLong();
  }

  UUID webhook() {
    return UUID.fromString(answer);
  }

  Instant seenAt() {
    return seenAt;
  }

  /**
   * @throws DomainError 422 if the same key came with another request
   */
  void requireSameRequest(SeenRequest repeated) {
    if (!Arrays.equals(request, repeated.request)) {
      throw DomainError.invalid(
          IdempotencyKey.HEADER, "was used within 24 hours for a request with another body");
    }
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
