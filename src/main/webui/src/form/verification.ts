/** Languages for which there is code that verifies a request. */
export const CODE_LANGUAGES = ["java", "node", "python"] as const;

export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

const JAVA = `import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class WebhookSignature {

  /**
   * id, timestamp and signatures are the headers webhook-id, webhook-timestamp and
   * webhook-signature; body is the request's body as it came.
   */
  static boolean isGenuine(
      String secret, String id, String timestamp, String signatures, byte[] body)
      throws GeneralSecurityException {
    if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > 300) {
      return false; // recorded and sent again later
    }
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    boolean genuine = false;
    for (String signature : signatures.split(" ")) { // several while a secret is rotated
      genuine |= MessageDigest.isEqual(expected.getBytes(), signature.getBytes());
    }
    return genuine;
  }
}
`;

const NODE = `import { createHmac, timingSafeEqual } from "node:crypto";

/** headers: as Node has them, in lower case. body: a Buffer, as it came. */
export function isGenuine(secret, headers, body) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) {
    return false; // recorded and sent again later
  }
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const hmac = createHmac("sha256", key).update(\`\${id}.\${timestamp}.\`).update(body);
  const expected = Buffer.from("v1," + hmac.digest("base64"));
  return headers["webhook-signature"]
    .split(" ") // several while a secret is rotated
    .map((signature) => Buffer.from(signature))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
`;

const PYTHON = `import base64
import hashlib
import hmac
import time


def is_genuine(secret: str, headers, body: bytes) -> bool:
    """headers: by their names in lower case. body: as it came."""
    message_id = headers["webhook-id"]
    timestamp = headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        return False  # recorded and sent again later
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    return any(  # several while a secret is rotated
        hmac.compare_digest(expected, signature.encode())
        for signature in headers["webhook-signature"].split(" ")
    )
`;

/** Code that verifies a request by Standard Webhooks, with nothing but what the language brings. */
export const VERIFICATION_CODE: Readonly<Record<CodeLanguage, string>> = {
  java: JAVA,
  node: NODE,
  python: PYTHON,
};
