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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  private static final UUID WEBHOOK = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final SealedPlace PLACE =
      new SealedPlace("default", WEBHOOK, SealedColumn.HEADERS);
  private static final byte[] PLAIN = "secret=xyz".getBytes(StandardCharsets.UTF_8);

  private final Secrets secrets = secrets(2, key(1));

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatIsSealedComesBack(int format) {
    Secrets secrets = secrets(format, key(1));

    assertArrayEquals(PLAIN, secrets.unseal(PLACE, secrets.seal(PLACE, PLAIN)));
    assertEquals("ü", secrets.unsealText(PLACE, secrets.sealText(PLACE, "ü")));
    assertEquals("", secrets.unsealText(PLACE, secrets.sealText(PLACE, "")));
    assertNull(secrets.unsealText(PLACE, secrets.sealText(PLACE, null)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theSealedValueIsOfTheWrittenFormat(int format) {
    byte[] sealed = secrets(format, key(1)).seal(PLACE, PLAIN);

    assertEquals(1 + 12 + PLAIN.length + 16, sealed.length);
    assertEquals(format, sealed[0]);
    assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("xyz"));
  }

  @Test
  void untilItIsKnownThatEveryNodeReadsFormat2Format1IsWritten() {
    assertEquals(1, new Secrets(key(1)).seal(PLACE, PLAIN)[0]);
  }

  /** Sealed by the version that knew no other format: with that key, id and text. */
  @Test
  void aValueOfAFormerVersionOpens() {
    byte[] sealed =
        Base64.getDecoder().decode("AV2MAW9vbUU7Y3onOgF1LNf9xEUnB8LXJDpEODsOHBrpTxxzKmDh");

    assertEquals(1, sealed[0]);
    assertArrayEquals(PLAIN, secrets.unseal(PLACE, sealed));
  }

  @Test
  void theSameValueIsNeverSealedTheSameWay() {
    assertFalse(Arrays.equals(secrets.seal(PLACE, PLAIN), secrets.seal(PLACE, PLAIN)));
  }

  static Stream<SealedPlace> otherPlaces() {
    return Stream.concat(
        Stream.of(
            new SealedPlace("default", new UUID(7, 7), SealedColumn.HEADERS),
            new SealedPlace("other", WEBHOOK, SealedColumn.HEADERS),
            new SealedPlace("", WEBHOOK, SealedColumn.HEADERS)),
        Stream.of(SealedColumn.values())
            .filter(column -> column != SealedColumn.HEADERS)
            .map(column -> new SealedPlace("default", WEBHOOK, column)));
  }

  @ParameterizedTest
  @MethodSource("otherPlaces")
  void aValueThatWasCopiedDoesNotOpen(SealedPlace other) {
    byte[] sealed = secrets.seal(PLACE, PLAIN);

    assertUnreadable("no configured key opens it", other, sealed);
    assertUnreadable("no configured key opens it", PLACE, secrets.seal(other, PLAIN));
  }

  @Test
  void aValueOfFormat1OpensInAnyColumnOfItsWebhookOnly() {
    byte[] sealed = secrets(1, key(1)).seal(PLACE, PLAIN);

    assertArrayEquals(
        PLAIN, secrets.unseal(new SealedPlace("default", WEBHOOK, SealedColumn.URL_QUERY), sealed));
    assertUnreadable(
        "no configured key opens it",
        new SealedPlace("default", new UUID(7, 7), SealedColumn.HEADERS),
        sealed);
  }

  /** The lengths keep an account's name and what follows it apart. */
  @Test
  void noTwoPlacesAreWrittenAlike() {
    Set<String> written = new HashSet<>();
    List<String> accounts =
        List.of("", "a", "aa", "secret", "previous_secret", "\u0000\u0000", "ü");
    for (String account : accounts) {
      for (SealedColumn column : SealedColumn.values()) {
        byte[] whole = new SealedPlace(account, WEBHOOK, column).whole();
        assertTrue(written.add(Base64.getEncoder().encodeToString(whole)), account + column);
        assertFalse(Arrays.equals(whole, PLACE.webhook()));
      }
    }
  }

  @Test
  void aValueSealedWithAnotherKeyIsNotRead() {
    byte[] sealed = secrets(2, key(2)).seal(PLACE, PLAIN);

    UnreadableValue error = assertUnreadable("no configured key opens it", PLACE, sealed);
    assertEquals(500, error.status());
    assertEquals("Unreadable webhook", error.title());
    assertEquals(
        "'headers' of webhook 01890000-0000-7000-8000-000000000001 can't be decrypted: no configured"
            + " key opens it. The key that encrypted it must be among those in KURIER_SECRETS_KEY.",
        error.detail());
    assertEquals(
        "webhook=01890000-0000-7000-8000-000000000001 column=headers reason=\"no configured key opens"
            + " it\"",
        error.logged());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyBitThatIsFlippedIsFound(int format) {
    byte[] sealed = secrets(format, key(1)).seal(PLACE, PLAIN);

    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(UnreadableValue.class, () -> secrets.unseal(PLACE, flipped), "bit " + bit);
    }
  }

  @Test
  void aFormatByteThatWasChangedIsFound() {
    byte[] bound = secrets.seal(PLACE, PLAIN);
    bound[0] = 1;
    byte[] former = secrets(1, key(1)).seal(PLACE, PLAIN);
    former[0] = 2;

    assertUnreadable("no configured key opens it", PLACE, bound);
    assertUnreadable("no configured key opens it", PLACE, former);
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 3, 127, -1, -128})
  void anUnknownFormatIsSaidToBeOne(byte format) {
    byte[] sealed = secrets.seal(PLACE, PLAIN);
    sealed[0] = format;

    UnreadableValue error = assertUnreadable("it has an unknown format", PLACE, sealed);
    assertTrue(error.detail().endsWith("Run the version of Kurier that wrote it, or a newer one."));
  }

  @Test
  void aValueThatWasCutIsFound() {
    byte[] sealed = secrets.seal(PLACE, PLAIN);

    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThrows(UnreadableValue.class, () -> secrets.unseal(PLACE, cut), "length " + length);
    }
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
    Secrets before = secrets(2, key(1));
    Secrets during = secrets(2, key(2) + ", " + key(1));
    Secrets afterwards = secrets(2, key(2));
    byte[] old = before.seal(PLACE, PLAIN);

    assertTrue(during.isKeyChanging());
    assertFalse(afterwards.isKeyChanging());
    assertArrayEquals(PLAIN, during.unseal(PLACE, old));
    byte[] sealed = during.seal(PLACE, PLAIN);
    assertArrayEquals(PLAIN, afterwards.unseal(PLACE, sealed));
    assertThrows(UnreadableValue.class, () -> before.unseal(PLACE, sealed));

    assertNull(during.resealed(PLACE, sealed));
    byte[] resealed = Objects.requireNonNull(during.resealed(PLACE, old));
    assertArrayEquals(PLAIN, afterwards.unseal(PLACE, resealed));
    byte[] foreign = secrets(2, key(3)).seal(PLACE, PLAIN);
    assertThrows(UnreadableValue.class, () -> during.resealed(PLACE, foreign));
  }

  @Test
  void aFormerFormatIsSealedAnewOnceTheNewOneIsWritten() {
    byte[] former = secrets(1, key(1)).seal(PLACE, PLAIN);

    assertNull(secrets(1, key(1)).resealed(PLACE, former));
    byte[] resealed = Objects.requireNonNull(secrets.resealed(PLACE, former));
    assertEquals(2, resealed[0]);
    assertArrayEquals(PLAIN, secrets.unseal(PLACE, resealed));
    assertNull(secrets.resealed(PLACE, resealed));
    assertNull(secrets(1, key(1)).resealed(PLACE, resealed), "it would go back");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c2hvcnQ=", "not base64!", ","})
  void aWrongKeyIsRefusedWithoutBeingShown(String key) {
    IllegalStateException error = assertThrows(IllegalStateException.class, () -> new Secrets(key));

    assertEquals("KURIER_SECRETS_KEY must be the base64 of 32 bytes", error.getMessage());
    assertNull(error.getCause());
  }

  private UnreadableValue assertUnreadable(String reason, SealedPlace place, byte[] sealed) {
    UnreadableValue error =
        assertThrows(UnreadableValue.class, () -> secrets.unseal(place, sealed));
    assertEquals(place, error.place());
    assertTrue(error.detail().contains(reason), error.detail());
    return error;
  }

  private static Secrets secrets(int format, String keys) {
    Secrets secrets = new Secrets(keys);
    secrets.sealIn(format);
    return secrets;
  }

  private static String key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }
}
