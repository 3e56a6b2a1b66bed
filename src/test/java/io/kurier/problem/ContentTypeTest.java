package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        " application/json ;",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        "application/json; charset=utf8",
        "application/json; Charset=\"Utf-8\"",
        "application/json; charset = \"ut\\f8\"",
        "application/json;; charset=utf-8 ;"
      })
  void utf8IsNamedInManyWays(String header) {
    assertEquals("application/json", ContentType.of(header).canonical());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-80",
        "application/json; charset=utf-16",
        "application/json; charset=us-ascii",
        "application/json; charset=iso-8859-1",
        "application/json; charset=",
        "application/json; charset=\"\"",
        "application/json; charset=\"utf-8",
        "application/json; charset=utf-8; charset=latin1",
        "application/json; charset=latin1; charset=utf-8",
        "application/json; charset",
        "application/json charset=utf-8",
        "application/json, application/json",
        "application/json,text/plain",
        "application",
        "/json",
        "",
        " ",
        "application/j\u00f6son"
      })
  void anythingElseIsRefused(String header) {
    assertEquals(
        415, assertThrows(DomainError.class, () -> ContentType.of(header)).status(), header);
  }

  @Test
  void anotherParameterIsNoCharset() {
    assertEquals(
        "application/json; a=b c; xcharset=latin1",
        ContentType.of("application/json; xcharset=latin1; A=\"b c\"").canonical());
  }

  @Test
  void aLongQuotedStringDoesNotExhaustTheStack() {
    assertThrows(
        DomainError.class, () -> ContentType.of("a/b; c=\"" + "\\x".repeat(50_000) + "\""));
  }
}
