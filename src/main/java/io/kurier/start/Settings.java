package io.kurier.start;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What must be known before the service starts; everything else is read by who needs it.
 *
 * @param database the external database; null where the embedded one is used
 * @param dataDir where the embedded database lives
 * @param secretsKey base64 of the 32 bytes that encrypt secrets at rest; several, separated by
 *     commas, while they are being changed
 */
record Settings(@Nullable DatabaseUrl database, Path dataDir, @Nullable String secretsKey) {

  private static final int SECRETS_KEY_BYTES = 32;
  private static final int ADMIN_KEY_LEAST = 16;

  /** A head has 8 KiB, and proxies in front of the service take less. */
  private static final int ADMIN_KEY_MOST = 1_024;

  /**
   * Reads and checks.
   *
   * @param property gives a property's value, from wherever
   * @throws SettingError if one is missing or wrong
   */
  static Settings read(Function<String, Optional<String>> property) {
    Function<String, @Nullable String> text =
        name -> property.apply(name).map(String::strip).filter(s -> !s.isEmpty()).orElse(null);
    String url = text.apply("kurier.database-url");
    String secretsKey = text.apply("kurier.secrets-key");
    if (secretsKey != null) {
      checkSecretsKeys(secretsKey);
    } else if (url != null) {
      throw new SettingError(
          "KURIER_SECRETS_KEY is not set. With KURIER_DATABASE_URL it is needed, the same on every"
              + " node: it encrypts secrets at rest. Make one with 'openssl rand -base64 32'.");
    }
    checkAdminKey(text.apply("kurier.admin-key"));
    String dataDir = text.apply("kurier.data-dir");
    return new Settings(
        url == null ? null : DatabaseUrl.parse(url),
        Path.of(dataDir == null ? ".kurier" : dataDir),
        secretsKey);
  }

  @Override
  public String toString() {
    return "Settings[database=" + database + ", dataDir=" + dataDir + "]";
  }

  private static void checkSecretsKeys(String keys) {
    for (String key : keys.split(",", -1)) {
      int bytes;
      try {
        bytes = Base64.getDecoder().decode(key.strip()).length;
      } catch (IllegalArgumentException e) {
        bytes = 0;
      }
      if (bytes != SECRETS_KEY_BYTES) {
        throw new SettingError(
            "KURIER_SECRETS_KEY must be 32 bytes in base64, or several such keys separated by"
                + " commas. Make one with 'openssl rand -base64 32'.");
      }
    }
  }

  private static void checkAdminKey(@Nullable String key) {
    if (key == null) {
      return;
    }
    if (key.length() < ADMIN_KEY_LEAST) {
      throw new SettingError("KURIER_ADMIN_KEY must have at least 16 characters.");
    }
    if (key.length() > ADMIN_KEY_MOST) {
      throw new SettingError("KURIER_ADMIN_KEY must have at most 1,024 characters.");
    }
    // Clients differ in the bytes that they make of other characters, and a header has no spaces to
    // tell apart from those around it.
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new SettingError(
          "KURIER_ADMIN_KEY must consist of visible ASCII characters, without spaces: others can't be"
              + " sent in a header. Make one with 'openssl rand -hex 32'.");
    }
  }
}
