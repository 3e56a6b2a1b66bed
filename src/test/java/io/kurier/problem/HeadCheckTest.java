package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadCheckTest {

  @Test
  void oneHostIsFine() {
    assertEquals(0, fault(List.of("a"), "/v1/webhooks"));
    assertEquals(0, fault(List.of(), null));
  }

  @Test
  void twoHostsAreMalformed() {
    assertEquals(400, fault(List.of("a", "a"), "/"));
  }

  @Test
  void aBodyIsReadableInChunksAlone() {
    assertTrue(HeadCheck.isReadable(List.of()));
    assertTrue(HeadCheck.isReadable(List.of("chunked")));
    assertTrue(HeadCheck.isReadable(List.of("Chunked ")));
    assertFalse(HeadCheck.isReadable(List.of("gzip, chunked")));
    assertFalse(HeadCheck.isReadable(List.of("chunked", "x")));
    assertFalse(HeadCheck.isReadable(List.of("xchunked")));
    assertFalse(HeadCheck.isReadable(List.of("")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/../q/metrics",
        "/v1/%2e%2e/q/metrics",
        "/v1/%2E./q",
        "/./v1",
        "/v1/.",
        "/v1/..;a/q",
        "/.."
      })
  void aPathWithDotsIsMalformed(String path) {
    assertEquals(400, fault(List.of("a"), path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/event-types/a..b", "/.well-known", "/v1/...", "/v1/a.", "/%2ea", "/"})
  void otherDotsAreFine(String path) {
    assertEquals(0, fault(List.of("a"), path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\u0000"})
  void aHeaderIsOneLine(String value) {
    assertEquals(
        400,
        HeadCheck.fault(List.of(), "/", Map.of("x", value).entrySet())
            .map(DomainError::status)
            .orElse(0));
  }

  private static int fault(List<String> hosts, @Nullable String path) {
    return HeadCheck.fault(hosts, path, List.of()).map(DomainError::status).orElse(0);
  }
}
