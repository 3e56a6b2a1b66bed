package io.kurier.webhook;

import io.kurier.cluster.Node;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes the secrets that sign a webhook's requests, and encrypts at rest what nobody should read in
 * the table or in a backup of it: AES-256-GCM with a nonce of its own for each value, bound to its
 * {@link SealedPlace}, so that a value copied to another webhook, account or column does not
 * decrypt there.
 *
 * <p>A sealed value is a format byte, the nonce (12 bytes), the ciphertext and the tag (16 bytes).
 * Format 1 is bound to the webhook only. It is read, and written as long as a node may be there
 * that knows no other.
 *
 * <p>While the key is being changed there are several: the first one seals, each may open.
 */
@Singleton
@Startup // a wrong key must show at the start, not at the first request
class Secrets {

  /** Bound to the webhook. */
  static final int FORMAT_1 = 1;

  /** Bound to the whole place. */
  static final int FORMAT_2 = Node.SEALED_FORMAT;

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String PREFIX = "whsec_";

  private final List<SecretKeySpec> keys;
  private final SecureRandom random = new SecureRandom();

  /** What every node reads, as far as this one knows. */
  private volatile int format = FORMAT_1;

  /**
   * @param base64Keys one or, separated by commas, several
   * @throws IllegalStateException if one of them is not 32 bytes
   */
  @Inject
  Secrets(@ConfigProperty(name = "kurier.secrets-key") String base64Keys) {
    keys =
        Stream.of(base64Keys.split(",", -1))
            .map(key -> new SecretKeySpec(decode(key), "AES"))
            .toList();
  }

  /** Whether there is more than one key. */
  boolean isKeyChanging() {
    return keys.size() > 1;
  }

  /** 32 random bytes that sign a webhook's requests. */
  byte[] next() {
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    return secret;
  }

  /** As customers see it, in the manner of Standard Webhooks. */
  static String shown(byte[] secret) {
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  /** The format that values are sealed in. */
  int format() {
    return format;
  }

  /** From now on seals in this format: every node reads it. */
  void sealIn(int newest) {
    format = newest;
  }

  byte[] seal(SealedPlace place, byte[] plain) {
    byte written = (byte) format;
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, keys.getFirst(), nonce, bound(place, written)).doFinal(plain);
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(written)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't encrypt", e);
    }
  }

  /**
   * @throws UnreadableValue if it was sealed with another key or for another place, or was changed
   *     since
   */
  byte[] unseal(SealedPlace place, byte[] sealed) {
    for (SecretKeySpec key : keys) {
      byte[] plain = open(key, place, sealed);
      if (plain != null) {
        return plain;
      }
    }
    throw UnreadableValue.withoutKey(place);
  }

  /**
   * Seals with the first key, and in the present format, what was sealed with another one or in a
   * former one.
   *
   * @return null where there is nothing to do
   * @throws UnreadableValue as {@link #unseal}
   */
  byte @Nullable [] resealed(SealedPlace place, byte[] sealed) {
    byte[] plain = open(keys.getFirst(), place, sealed);
    if (plain != null && sealed[0] >= format) {
      return null;
    }
    return seal(place, plain == null ? unseal(place, sealed) : plain);
  }

  byte @Nullable [] sealText(SealedPlace place, @Nullable String plain) {
    return plain == null ? null : seal(place, plain.getBytes(StandardCharsets.UTF_8));
  }

  @Nullable String unsealText(SealedPlace place, byte @Nullable [] sealed) {
    return sealed == null ? null : new String(unseal(place, sealed), StandardCharsets.UTF_8);
  }

  /** Null if the key does not open it. */
  private static byte @Nullable [] open(SecretKeySpec key, SealedPlace place, byte[] sealed) {
    if (sealed.length < 1 + NONCE_BYTES || sealed[0] < FORMAT_1 || sealed[0] > FORMAT_2) {
      throw UnreadableValue.ofUnknownFormat(place);
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    int start = 1 + NONCE_BYTES;
    try {
      return cipher(Cipher.DECRYPT_MODE, key, nonce, bound(place, sealed[0]))
          .doFinal(sealed, start, sealed.length - start);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private static byte[] bound(SealedPlace place, byte format) {
    return format == FORMAT_1 ? place.webhook() : place.whole();
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, byte[] bound)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }

  private static byte[] decode(String base64Key) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64Key.strip());
      if (bytes.length == KEY_BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the key in it.
    }
    throw new IllegalStateException("KURIER_SECRETS_KEY must be the base64 of 32 bytes");
  }
}
