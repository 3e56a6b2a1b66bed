package io.kurier.webhook;

import io.kurier.problem.RememberedKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A creation or a rotation that came with an {@code Idempotency-Key}, and whose webhook it was. The
 * answer to a repeated one follows from that: so nothing secret is kept here.
 */
@Entity
@Table(name = "seen")
class SeenRequest {

  /** How long a key is remembered. */
  static final Duration REMEMBERED = Duration.ofHours(24);

  @Id private byte[] key;
  private byte[] request;
  private String answer;

  @Column(name = "seen_at")
  private Instant seenAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected SeenRequest() {}

  /**
   * @param webhook the one that is made, or changed, unless the key was seen before
   */
  SeenRequest(RememberedKey key, UUID webhook, Instant now) {
    this.key = key.key();
    this.request = key.request();
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
   * @throws io.kurier.problem.DomainError 422 if the same key came with another request
   */
  void requireSameRequest(SeenRequest repeated) {
    new RememberedKey(repeated.key, repeated.request).requireSame(request);
  }
}
