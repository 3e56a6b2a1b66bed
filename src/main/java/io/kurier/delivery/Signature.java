package io.kurier.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures by the Standard Webhooks specification: HMAC-SHA256 over {@code id.timestamp.body}.
 */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  /** To find the algorithm costs as much as to sign a small event. */
  private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(Signature::newMac);

  private Signature() {}

  /** The value of {@code webhook-signature}: one signature per key, separated by spaces. */
  static String of(UUID id, long timestamp, byte[] body, List<byte[]> keys) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
    StringJoiner signatures = new StringJoiner(" ");
    for (byte[] key : keys) {
      signatures.add("v1," + sign(key, head, body));
    }
    return signatures.toString();
  }

  private static String sign(byte[] key, byte[] head, byte[] body) {
    try {
      Mac mac = MAC.get();
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(head);
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a webhook's key is a key for " + ALGORITHM, e);
    }
  }

  private static Mac newMac() {
    try {
      return Mac.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
