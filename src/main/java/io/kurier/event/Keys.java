package io.kurier.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@code seen}: 16 bytes of a hash over what makes a producer's id, or an idempotency
 * key, unique.
 */
final class Keys {

  private static final int BYTES = 16;

  private Keys() {}

  /**
   * Of an event's id.
   *
   * @param source of a CloudEvent; else null
   */
  static byte[] ofEvent(String accountId, @Nullable String source, String producerId) {
    return hash(
        source == null ? "event" : "cloudevent",
        accountId,
        source == null ? "" : source,
        producerId);
  }

  /** Of an idempotency key. */
  static byte[] ofRequest(String accountId, String idempotencyKey) {
    return hash("events", accountId, idempotencyKey);
  }

  /** Of what a request brings. */
  static byte[] ofContent(String contentType, byte[] body) {
    return ofContent(contentType, Map.of(), body);
  }

  /**
   * Of what a request brings.
   *
   * @param attributes in headers beside the body, by name
   */
  static byte[] ofContent(String contentType, Map<String, String> attributes, byte[] body) {
    MessageDigest digest = sha256();
    put(digest, contentType.getBytes(StandardCharsets.UTF_8));
    put(digest, body);
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              put(digest, name.getBytes(StandardCharsets.UTF_8));
              put(digest, value.getBytes(StandardCharsets.UTF_8));
            });
    return Arrays.copyOf(digest.digest(), BYTES);
  }

  private static byte[] hash(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      put(digest, part.getBytes(StandardCharsets.UTF_8));
    }
    return Arrays.copyOf(digest.digest(), BYTES);
  }

  /** With its length, so that no two lists of parts look the same. */
  private static void put(MessageDigest digest, byte[] part) {
    int length = part.length;
    digest.update(
        new byte[] {
          (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
        });
    digest.update(part);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
