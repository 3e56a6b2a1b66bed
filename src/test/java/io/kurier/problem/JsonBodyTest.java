package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":1}",
        "{\"b\":{\"a\":1,\"a\":2}}",
        "{\"a\":NaN}",
        "{\"a\":\"\\ud800\"}",
        "[{\"\\udc00\":1}]",
        "\uFEFF{}"
      })
  void whatIsUnclearIsMalformed(String body) {
    assertEquals(400, failure(body.getBytes(StandardCharsets.UTF_8)).status());
  }

  @Test
  void whatIsNotUtf8IsMalformed() {
    assertEquals(400, failure("{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1)).status());
    assertEquals(400, failure("{}".getBytes(StandardCharsets.UTF_16LE)).status());
  }

  @Test
  void theBodyIsNotRepeatedInTheAnswer() {
    assertEquals(
        -1,
        failure("{\"a\": \"xyzzy\" \"b\"}".getBytes(StandardCharsets.UTF_8))
            .detail()
            .indexOf("xyzzy"));
  }

  @Test
  void aBodyMayHave64KibibytesAndNoMore() {
    String most = "\"" + "a".repeat(64 * 1_024 - 2) + "\"";

    JsonBody.read(most.getBytes(StandardCharsets.UTF_8), 64);
    assertEquals(413, failure((most + " ").getBytes(StandardCharsets.UTF_8)).status());
  }

  @Test
  void aDeepBodyIsMalformedAndNotAnAccident() {
    assertEquals(400, failure("[".repeat(30_000).getBytes(StandardCharsets.UTF_8)).status());
  }

  private static DomainError failure(byte[] body) {
    return assertThrows(DomainError.class, () -> JsonBody.read(body, 64));
  }

  /** A native image never frees an interned string. */
  @Test
  void namesOfMembersAreNotInterned() {
    String name = "of-a-body-".repeat(3);
    JsonBody.read(("{\"" + name + "\": 1}").getBytes(StandardCharsets.UTF_8), 1);
    // The first that is interned is what all others become.
    assertSame(name, name.intern());
  }
}
