package io.kurier.webhook;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes the secrets that sign a webhook's requests, and encrypts at rest what nobody should read in
 * the table or in a backup of it: AES-256-GCM with a nonce of its own for each value, bound to the
 * webhook, so that a value copied to another webhook's row does not decrypt there.
 *
 * <p>A sealed value is a format byte, the nonce (12 bytes), the ciphertext and the tag (16 bytes).
 *
 * <p>While the key is being changed there are several: the first one seals, each may open.
 */
@Singleton
@Startup // a wrong key must show at the start, not at the first request
class Secrets {

  private static final byte AES_256_GCM = 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String PREFIX = "whsec_";

  private final List<SecretKeySpec> keys;
  private final SecureRandom random = new SecureRandom();

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

  byte[] seal(UUID webhook, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.getFirst(), webhook, nonce).doFinal(plain);
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(AES_256_GCM)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't encrypt", e);
    }
  }

  /**
   * @throws IllegalStateException if it was sealed with another key or for another webhook, or was
   *     changed since
   */
  byte[] unseal(UUID webhook, byte[] sealed) {
    GeneralSecurityException failure = null;
    for (SecretKeySpec key : keys) {
      try {
        return open(key, webhook, sealed);
      } catch (GeneralSecurityException e) {
        failure = e;
      }
    }
    throw new IllegalStateException("can't decrypt: was KURIER_SECRETS_KEY changed?", failure);
  }

  /**
   * Seals with the first key what another one sealed.
   *
   * @return null where the first one sealed it already
   * @throws IllegalStateException as {@link #unseal}
   */
  byte @Nullable [] resealed(UUID webhook, byte[] sealed) {
    try {
      open(keys.getFirst(), webhook, sealed);
      return null;
    } catch (GeneralSecurityException e) {
      return seal(webhook, unseal(webhook, sealed));
    }
  }

  byte @Nullable [] sealText(UUID webhook, @Nullable String plain) {
    return plain == null ? null : seal(webhook, plain.getBytes(StandardCharsets.UTF_8));
  }

  @Nullable String unsealText(UUID webhook, byte @Nullable [] sealed) {
    return sealed == null ? null : new String(unseal(webhook, sealed), StandardCharsets.UTF_8);
  }

  private static byte[] open(SecretKeySpec key, UUID webhook, byte[] sealed)
      throws GeneralSecurityException {
    if (sealed.length < 1 + NONCE_BYTES || sealed[0] != AES_256_GCM) {
      throw new IllegalStateException("the sealed value has an unknown format");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    ByteBuffer.wrap(sealed, 1, NONCE_BYTES).get(nonce);
    int start = 1 + NONCE_BYTES;
    return cipher(Cipher.DECRYPT_MODE, key, webhook, nonce)
        .doFinal(sealed, start, sealed.length - start);
  }

  private static Cipher cipher(int mode, SecretKeySpec key, UUID webhook, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(
        ByteBuffer.allocate(16)
            .putLong(webhook.getMostSignificantBits())
            .putLong(webhook.getLeastSignificantBits())
            .array());
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
