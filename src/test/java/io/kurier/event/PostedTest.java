package io.kurier.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.problem.DomainError;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostedTest {

  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private static Posted plain(String contentType) {
    return Posted.of(contentType, false, Map.of(), BODY);
  }

  private static Posted cloud(String contentType, String id) {
    return Posted.of(
        contentType,
        true,
        Map.of(
            "ce-specversion", List.of("1.0"),
            "ce-type", List.of("a"),
            "ce-source", List.of("/s"),
            "ce-id", List.of(id)),
        BODY);
  }

  private static boolean isSame(Posted one, Posted other) {
    return Arrays.equals(one.fingerprint(), other.fingerprint());
  }

  @Test
  void theSpellingOfHeadersIsNoPartOfTheFingerprint() {
    assertTrue(isSame(plain("application/json"), plain("Application/JSON; charset=\"utf8\"")));
    assertTrue(isSame(plain("application/json"), plain("application/json; version=1")));
  }

  @Test
  void whatTheRequestMeansIs() {
    Posted first = cloud("application/json", "1");
    assertTrue(isSame(first, cloud("application/json; charset=utf-8", "%31")));
    assertFalse(isSame(first, cloud("application/json", "2")));
    assertFalse(isSame(first, cloud("application/a+json", "1")));
    assertFalse(isSame(first, plain("application/json")));
    assertFalse(isSame(plain("application/json"), plain("application/x-ndjson")));
    assertFalse(
        isSame(plain("application/cloudevents+json"), plain("application/cloudevents-batch+json")));
  }

  /** Nodes of both versions run beside each other during an update. */
  @Test
  void aFingerprintOfAnEarlierVersionIsRecognised() {
    byte[] plain = Keys.ofContent("application/json", BODY);
    byte[] spelled = Keys.ofContent("application/json; charset=utf-8", BODY);
    assertArrayEquals(plain, plain("application/json").fingerprint());
    assertTrue(isKnown(plain("application/json; charset=utf-8"), spelled));
    assertTrue(isKnown(plain("application/json; charset=utf-8"), plain));
    assertFalse(isKnown(plain("application/json"), spelled));
    // It did not tell one event from another.
    assertNull(cloud("application/json", "1").formerFingerprint());
    assertFalse(isKnown(cloud("application/json", "1"), plain));
  }

  private static boolean isKnown(Posted posted, byte[] kept) {
    return new Submission.Idempotency(new byte[0], posted.fingerprint(), posted.formerFingerprint())
        .isOf(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-ndjson",
        "Application/X-NDJSON",
        " application/x-ndjson ; charset=UTF-8; version=1"
      })
  void anEmptyBodyOfLinesIsNoLine(String contentType) {
    assertEquals(ContentKind.LINES, empty(contentType).kind());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "application/json",
        "application/x-ndjsonfoo",
        "application/x-ndjson, application/json",
        "application/x-ndjson; charset=latin1",
        "text/plain",
        "?"
      })
  void everyOtherEmptyBodyIsNoJson(@Nullable String contentType) {
    assertEquals(ContentKind.JSON, empty(contentType).kind());
    assertEquals(400, assertThrows(DomainError.class, () -> empty(contentType).read()).status());
  }

  private static Posted empty(@Nullable String contentType) {
    return Posted.of(contentType, false, Map.of(), new byte[0]);
  }

  @Test
  void onlyWhatIsShortIsReadOnTheEventLoop() {
    assertTrue(plain("application/json").isShort());
    assertTrue(Posted.of("application/json", false, Map.of(), new byte[65_536]).isShort());
    assertFalse(Posted.of("application/json", false, Map.of(), new byte[65_537]).isShort());
    assertFalse(Posted.of("application/x-ndjson", false, Map.of(), new byte[8_193]).isShort());
  }
}
