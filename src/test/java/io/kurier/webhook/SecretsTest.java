package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  private static final UUID WEBHOOK = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final byte[] PLAIN = "secret=xyz".getBytes(StandardCharsets.UTF_8);

  private final Secrets secrets = new Secrets(key(1));

  @Test
  void whatIsSealedComesBack() {
    assertArrayEquals(PLAIN, secrets.unseal(WEBHOOK, secrets.seal(WEBHOOK, PLAIN)));
    assertEquals("ü", secrets.unsealText(WEBHOOK, secrets.sealText(WEBHOOK, "ü")));
    assertEquals("", secrets.unsealText(WEBHOOK, secrets.sealText(WEBHOOK, "")));
    assertNull(secrets.unsealText(WEBHOOK, secrets.sealText(WEBHOOK, null)));
  }

  @Test
  void theSealedValueIsOfTheWrittenFormat() {
    byte[] sealed = secrets.seal(WEBHOOK, PLAIN);

    assertEquals(1 + 12 + PLAIN.length + 16, sealed.length);
    assertEquals(1, sealed[0]);
    assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("xyz"));
  }

  @Test
  void theSameValueIsNeverSealedTheSameWay() {
    assertFalse(Arrays.equals(secrets.seal(WEBHOOK, PLAIN), secrets.seal(WEBHOOK, PLAIN)));
  }

  @Test
  void aValueOfAnotherWebhookIsNotRead() {
    byte[] sealed = secrets.seal(WEBHOOK, PLAIN);

    assertThrows(IllegalStateException.class, () -> secrets.unseal(new UUID(7, 7), sealed));
  }

  @Test
  void aValueSealedWithAnotherKeyIsNotRead() {
    byte[] sealed = new Secrets(key(2)).seal(WEBHOOK, PLAIN);

    assertThrows(IllegalStateException.class, () -> secrets.unseal(WEBHOOK, sealed));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 13, 38})
  void aChangedByteIsFound(int at) {
    byte[] sealed = secrets.seal(WEBHOOK, PLAIN);
    sealed[at] ^= 1;

    assertThrows(IllegalStateException.class, () -> secrets.unseal(WEBHOOK, sealed));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 13, 28})
  void aValueThatWasCutIsFound(int length) {
    byte[] sealed = Arrays.copyOf(secrets.seal(WEBHOOK, PLAIN), length);

    assertThrows(IllegalStateException.class, () -> secrets.unseal(WEBHOOK, sealed));
  }

  @Test
  void aSecretIs32RandomBytesInTheMannerOfStandardWebhooks() {
    byte[] secret = secrets.next();

    assertEquals(32, secret.length);
    assertFalse(Arrays.equals(secret, secrets.next()));
    assertEquals("whsec_" + Base64.getEncoder().encodeToString(secret), Secrets.shown(secret));
  }

  @Test
  void whileTheKeyIsChangedTheFirstSealsAndEachOpens() {
    Secrets before = new Secrets(key(1));
    Secrets during = new Secrets(key(2) + ", " + key(1));
    Secrets afterwards = new Secrets(key(2));
    byte[] old = before.seal(WEBHOOK, PLAIN);

    assertTrue(during.isKeyChanging());
    assertFalse(afterwards.isKeyChanging());
    assertArrayEquals(PLAIN, during.unseal(WEBHOOK, old));
    byte[] sealed = during.seal(WEBHOOK, PLAIN);
    assertArrayEquals(PLAIN, afterwards.unseal(WEBHOOK, sealed));
    assertThrows(IllegalStateException.class, () -> before.unseal(WEBHOOK, sealed));

    assertNull(during.resealed(WEBHOOK, sealed));
    byte[] resealed = Objects.requireNonNull(during.resealed(WEBHOOK, old));
    assertArrayEquals(PLAIN, afterwards.unseal(WEBHOOK, resealed));
    byte[] foreign = new Secrets(key(3)).seal(WEBHOOK, PLAIN);
    assertThrows(IllegalStateException.class, () -> during.resealed(WEBHOOK, foreign));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c2hvcnQ=", "not base64!", ","})
  void aWrongKeyIsRefusedWithoutBeingShown(String key) {
    IllegalStateException error = assertThrows(IllegalStateException.class, () -> new Secrets(key));

    assertEquals("KURIER_SECRETS_KEY must be the base64 of 32 bytes", error.getMessage());
    assertNull(error.getCause());
  }

  private static String key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }
}
