package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final String KEY = "a3VyaWVyLXRlc3Qtc2VjcmV0cy1rZXktMzItYnl0ZXM=";

  @Test
  void withoutAnySettingTheDatabaseIsEmbedded() {
    Settings settings = read(Map.of("kurier.database-url", "  "));

    assertNull(settings.database());
    assertEquals(Path.of(".kurier"), settings.dataDir());
    assertNull(settings.secretsKey());
  }

  @Test
  void anExternalDatabaseNeedsTheSecretsKey() {
    String url = "postgresql://kurier:secret@db/kurier";
    String message = refusal(Map.of("kurier.database-url", url));
    assertTrue(message.startsWith("KURIER_SECRETS_KEY is not set."), message);

    Settings settings = read(Map.of("kurier.database-url", url, "kurier.secrets-key", KEY + "\n"));
    assertEquals(KEY, settings.secretsKey());
    assertFalse(settings.toString().contains("secret@"), settings.toString());
    assertFalse(settings.toString().contains(KEY), settings.toString());
  }

  @Test
  void thereMayBeSeveralSecretsKeysWhileTheyAreChanged() {
    String keys = KEY + ", " + KEY;
    assertEquals(keys, read(Map.of("kurier.secrets-key", keys)).secretsKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"short", "not base64!", "a3VyaWVyLXRlc3Qtc2VjcmV0cy1rZXktMzEtYnl0ZQ==", KEY + ","})
  void theSecretsKeyIs32Bytes(String key) {
    assertTrue(
        refusal(Map.of("kurier.secrets-key", key))
            .startsWith("KURIER_SECRETS_KEY must be 32 bytes in base64, or several"));
  }

  @Test
  void theAdminKeyHas16Characters() {
    read(Map.of("kurier.admin-key", "0123456789abcdef"));
    assertEquals(
        "KURIER_ADMIN_KEY must have at least 16 characters.",
        refusal(Map.of("kurier.admin-key", "0123456789abcde")));
  }

  @Test
  void aUrlIsReadAsLibpqReadsIt() {
    DatabaseUrl url =
        DatabaseUrl.parse("postgres://us%40er:p%3Aa%2Fs%24%7Bs%7D+%25@db.example:6543/my%20db");

    assertEquals("db.example", url.host());
    assertEquals(6543, url.port());
    assertEquals("my db", url.database());
    assertEquals("us@er", url.user());
    assertEquals("p:a/s${s}+%", url.password());
    assertEquals("db.example:6543/my%20db", url.toString());
    assertEquals(
        "postgresql://db.example:6543/my%20db",
        url.properties().get("quarkus.datasource.reactive.url"));
  }

  @Test
  void whatAUrlLeavesOutIsAsUsual() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://kurier@[::1]");

    assertEquals("[::1]:5432/kurier", url.address());
    assertNull(url.password());
    assertEquals("prefer", url.sslMode());
  }

  @ParameterizedTest
  @CsvSource({
    "sslmode=disable, disable, false, false",
    "sslmode=require, require, false, false",
    "sslmode=require&sslrootcert=/ca.pem, verify-ca, true, false",
    "sslrootcert=/ca.pem, verify-ca, true, false",
    "sslmode=verify-ca&sslrootcert=/ca.pem, verify-ca, true, false",
    "sslmode=verify-full&sslrootcert=/ca.pem, verify-full, true, true"
  })
  void bothDriversAreToldHowToTrust(
      String parameters, String mode, boolean checksChain, boolean checksName) {
    Map<String, String> properties =
        DatabaseUrl.parse("postgresql://u:p@h/d?" + parameters).properties();

    assertEquals(mode, properties.get("quarkus.datasource.reactive.postgresql.ssl-mode"));
    String jdbc = Objects.requireNonNull(properties.get("quarkus.datasource.jdbc.url"));
    assertTrue(jdbc.contains("?sslmode=" + mode + "&"), jdbc);
    assertEquals(checksChain, jdbc.contains("&sslrootcert=%2Fca.pem&"), jdbc);
    assertEquals(
        checksChain ? "/ca.pem" : null,
        properties.get("quarkus.datasource.reactive.trust-certificate-pem.certs"));
    assertEquals(
        checksChain ? null : "true", properties.get("quarkus.datasource.reactive.trust-all"));
    assertEquals(
        checksName ? "HTTPS" : null,
        properties.get("quarkus.datasource.reactive.hostname-verification-algorithm"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://user:geheim@host:port/db",
        "postgresql://user:ge heim@host/db",
        "postgresql://user:geheim%@host/db",
        "mysql://user:geheim@host/db",
        "user:geheim@host/db",
        "postgresql://host/db",
        "postgresql://user:geheim@host/db?sslmode=verify-full",
        "postgresql://user:geheim@host/db?sslmode=maybe",
        "postgresql://user:geheim@host/db?channel_binding=require"
      })
  void whatIsNotUnderstoodIsSaidWithoutThePassword(String url) {
    String message = refusal(Map.of("kurier.database-url", url, "kurier.secrets-key", KEY));

    assertTrue(message.startsWith("KURIER_DATABASE_URL"), message);
    assertFalse(message.contains("heim"), message);
  }

  private static Settings read(Map<String, String> properties) {
    return Settings.read(name -> Optional.ofNullable(properties.get(name)));
  }

  private static String refusal(Map<String, String> properties) {
    return Objects.requireNonNull(
        assertThrows(SettingError.class, () -> read(properties)).getMessage());
  }
}
