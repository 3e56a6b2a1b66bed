package io.kurier.start;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
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
    read(Map.of("kurier.admin-key", "k".repeat(1_024)));
    assertEquals(
        "KURIER_ADMIN_KEY must have at most 1,024 characters.",
        refusal(Map.of("kurier.admin-key", "k".repeat(1_025))));
  }

  /** Clients did not agree on the bytes of such a key, and were answered with 401. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "schl\u00fcssel-von-kurier",
        "0123456789 abcdef",
        "0123456789\tabcdef",
        "0123456789abcdef\u007f",
        "\ud83d\udd11\ud83d\udd11\ud83d\udd11\ud83d\udd11\ud83d\udd11\ud83d\udd11\ud83d\udd11\ud83d\udd11"
      })
  void theAdminKeyCanBeSentInAHeader(String key) {
    String refusal = refusal(Map.of("kurier.admin-key", key));

    assertTrue(refusal.startsWith("KURIER_ADMIN_KEY must consist of visible ASCII"), refusal);
    assertFalse(refusal.contains(key));
  }

  @Test
  void everyVisibleCharacterMayBeInTheAdminKey() {
    String all = IntStream.rangeClosed('!', '~').mapToObj(Character::toString).collect(joining());
    read(Map.of("kurier.admin-key", all));
    read(Map.of("kurier.admin-key", " 0123456789abcdef\n"));
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
    assertEquals("prefer", url.parameters().sslMode());
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
        "postgresql://user:geheim@host/db?channel_binding=require",
        "postgresql://user:geheim@host/db?target_session_attrs=standby",
        "postgresql://user:geheim@host/db?connect_timeout=soon",
        "postgresql://user:geheim@host/db?password=geheim",
        "postgresql://user:ge@x?heim@host/db",
        "postgresql://user:ge@x?heim&y=z@host/db",
        "postgresql://user:geheim@one,two/db?target_session_attrs=read-write"
      })
  void whatIsNotUnderstoodIsSaidWithoutThePassword(String url) {
    String message = refusal(Map.of("kurier.database-url", url, "kurier.secrets-key", KEY));

    assertTrue(message.startsWith("KURIER_DATABASE_URL"), message);
    assertFalse(message.contains("heim"), message);
  }

  @Test
  void parametersOfTheUrlReachBothDrivers() {
    Map<String, String> properties =
        properties(
            "?application_name=eu%20west&connect_timeout=3&channel_binding=disable"
                + "&target_session_attrs=read-write");

    assertEquals(
        "eu west",
        properties.get("quarkus.datasource.reactive.additional-properties.application_name"));
    assertEquals("3S", properties.get("quarkus.datasource.jdbc.login-timeout"));
    assertEquals("6S", properties.get("quarkus.datasource.jdbc.acquisition-timeout"));
    assertEquals(
        "jdbc:postgresql://h:5432/d?sslmode=prefer&connectTimeout=3&tcpKeepAlive=true"
            + "&ApplicationName=eu%20west&channelBinding=disable&targetServerType=primary",
        properties.get("quarkus.datasource.jdbc.url"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "?application_name=&connect_timeout=0",
        "?connect_timeout=-1&channel_binding=prefer&target_session_attrs=any"
      })
  void whatAsksForNothingElseChangesNothing(String query) {
    Map<String, String> properties = properties(query);

    assertEquals(
        "kurier",
        properties.get("quarkus.datasource.reactive.additional-properties.application_name"));
    assertEquals("5S", properties.get("quarkus.datasource.jdbc.login-timeout"));
    assertEquals(
        "jdbc:postgresql://h:5432/d?sslmode=prefer&connectTimeout=5&tcpKeepAlive=true"
            + "&ApplicationName=kurier&channelBinding=prefer",
        properties.get("quarkus.datasource.jdbc.url"));
  }

  @Test
  void noLogInLastsLongerThanASilentConnectionLives() {
    assertEquals(
        "15S", properties("?connect_timeout=60").get("quarkus.datasource.jdbc.login-timeout"));
  }

  @Test
  void allParametersThatAreRefusedAreNamedAtOnce() {
    assertEquals(
        "KURIER_DATABASE_URL: there is no parameter 'gssencmode', 'options', 'currentSchema'; there"
            + " are application_name, channel_binding, connect_timeout, sslmode, sslrootcert and"
            + " target_session_attrs; sslmode must be disable, allow, prefer, require, verify-ca or"
            + " verify-full; connect_timeout must be a whole number of seconds.",
        refusal(
            Map.of(
                "kurier.database-url",
                "postgresql://u:p@h/d?gssencmode=disable&sslmode=yes&options=-c%20geheim"
                    + "&connect_timeout=5s&currentSchema=k",
                "kurier.secrets-key",
                KEY)));
  }

  private static Map<String, String> properties(String query) {
    return DatabaseUrl.parse("postgresql://u:p@h/d" + query).properties();
  }

  private static Settings read(Map<String, String> properties) {
    return Settings.read(name -> Optional.ofNullable(properties.get(name)));
  }

  private static String refusal(Map<String, String> properties) {
    return Objects.requireNonNull(
        assertThrows(SettingError.class, () -> read(properties)).getMessage());
  }
}
