package io.kurier.webhook;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
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
 */
@Singleton
@Startup // a wrong key must show at the start, not at the first request
class Secrets {

  private static final byte AES_256_GCM = 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String PREFIX = "whsec_";

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Secrets(@ConfigProperty(name = "kurier.secrets-key") String base64Key) {
    key = new SecretKeySpec(decode(base64Key), "AES");
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
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, webhook, nonce).doFinal(plain);
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
    if (sealed.length < 1 + NONCE_BYTES || sealed[0] != AES_256_GCM) {
      throw new IllegalStateException("the sealed value has an unknown format");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    ByteBuffer.wrap(sealed, 1, NONCE_BYTES).get(nonce);
    try {
      int start = 1 + NONCE_BYTES;
      return cipher(Cipher.DECRYPT_MODE, webhook, nonce)
          .doFinal(sealed, start, sealed.length - start);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't decrypt: was KURIER_SECRETS_KEY changed?", e);
    }
  }

  byte @Nullable [] sealText(UUID webhook, @Nullable String plain) {
    return plain == null ? null : seal(webhook, plain.getBytes(StandardCharsets.UTF_8));
  }

  @Nullable String unsealText(UUID webhook, byte @Nullable [] sealed) {
    return sealed == null ? null : new String(unseal(webhook, sealed), StandardCharsets.UTF_8);
  }

  private Cipher cipher(int mode, UUID webhook, byte[] nonce) throws GeneralSecurityException {
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
