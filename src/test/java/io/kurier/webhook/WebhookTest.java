package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final String KEY = "a3VyaWVyLXRlc3Qtc2VjcmV0cy1rZXktMzItYnl0ZXM=";

  private static final String OTHER_KEY = "YW5vdGhlci10ZXN0LXNlY3JldHMta2V5LTMyYnl0ZXM=";

  private final Secrets secrets = secrets(KEY);
  private final Secrets others = secrets(OTHER_KEY);
  private final Configuration configuration = configuration("https://example.com/?a=b");
  private final Webhook webhook =
      new Webhook(UUID.randomUUID(), "default", configuration, secrets, NOW);

  @Test
  void itIsWhatItWasConfiguredAs() {
    assertEquals(configuration, webhook.configuration(secrets));
    assertEquals(1, webhook.version());
    assertEquals(NOW, webhook.createdAt());
    assertEquals(NOW, webhook.updatedAt());
  }

  @Test
  void anotherConfigurationIsANewVersion() {
    Configuration other = configuration("https://example.com/");
    webhook.configure(other, secrets, LATER);

    assertEquals(other, webhook.configuration(secrets));
    assertEquals(2, webhook.version());
    assertEquals(NOW, webhook.createdAt());
    assertEquals(LATER, webhook.updatedAt());
  }

  @Test
  void theSameConfigurationIsNoNewVersion() {
    webhook.configure(configuration("https://example.com/?a=b"), secrets, LATER);

    assertEquals(1, webhook.version());
    assertEquals(NOW, webhook.updatedAt());
  }

  @Test
  void bothSecretsSignUntilTheOverlapEnds() {
    byte[] first = webhook.keys(secrets).current();
    webhook.rotateSecret(Duration.ofHours(1), secrets, NOW);
    SigningKeys keys = webhook.keys(secrets);

    assertFalse(Arrays.equals(first, keys.current()));
    assertNotNull(keys.previous());
    assertArrayEquals(first, keys.previous());
    assertEquals(2, keys.at(NOW.plusSeconds(3_599)).size());
    assertEquals(1, keys.at(NOW.plusSeconds(3_600)).size());
  }

  @Test
  void withoutOverlapTheOldSecretEndsAtOnce() {
    webhook.rotateSecret(Duration.ofHours(1), secrets, NOW);
    webhook.rotateSecret(Duration.ZERO, secrets, NOW);

    assertEquals(1, webhook.keys(secrets).at(NOW).size());
  }

  @Test
  void aRotatedSecretIsNoNewVersion() {
    webhook.rotateSecret(Duration.ofHours(1), secrets, LATER);

    assertEquals(1, webhook.version());
    assertEquals(NOW, webhook.updatedAt());
  }

  @Test
  void whatIsBoundToItsColumnIsSealedAnewWhenItBecomesThePreviousSecret() {
    webhook.rotateSecret(Duration.ofHours(1), secrets, NOW);
    webhook.rotateSecret(Duration.ofHours(1), secrets, NOW);

    assertEquals(List.of(), webhook.unreadable(secrets));
  }

  @Test
  void whatDoesNotOpenIsNamedAndTheRestIsShown() {
    assertThrows(UnreadableValue.class, () -> webhook.configuration(others));
    assertEquals(List.of("url", "headers", "secret"), webhook.unreadable(others));
    Configuration readable = webhook.readable(others);
    assertEquals("https://example.com/", readable.url());
    assertEquals(Map.of(), readable.headers());
    assertEquals(configuration.delivery(), readable.delivery());
    assertEquals(configuration, webhook.readable(secrets));
    assertEquals(List.of(), webhook.unreadable(secrets));
  }

  @Test
  void whatDoesNotOpenCanBeSetAnew() {
    webhook.configure(configuration, others, LATER);
    assertEquals(configuration, webhook.configuration(others));
    assertEquals(2, webhook.version());

    assertThrows(
        UnreadableValue.class, () -> webhook.rotateSecret(Duration.ofHours(1), others, LATER));
    webhook.rotateSecret(Duration.ZERO, others, LATER);
    assertEquals(1, webhook.keys(others).at(LATER).size());
    assertEquals(List.of(), webhook.unreadable(others));
  }

  private static Secrets secrets(String key) {
    Secrets secrets = new Secrets(key);
    secrets.sealIn(Secrets.FORMAT_2);
    return secrets;
  }

  private static Configuration configuration(String url) {
    return new Configuration(
        "Orders",
        url,
        List.of("*"),
        WebhookStatus.ACTIVE,
        new Batching(true, 2, 1_024, Duration.ofMillis(50)),
        new DeliveryPolicy(
            Acknowledgement.JSON_OK, Retry.own(List.of()), Duration.ofMillis(1_500), 1),
        Map.of("X-Key", "\"quoted\" value"));
  }
}
