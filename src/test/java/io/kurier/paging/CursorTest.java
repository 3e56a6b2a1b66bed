package io.kurier.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  private static final UUID ID = UUID.fromString("fedcba98-7654-7321-8fed-cba987654321");

  @Test
  void aPlaceByIdComesBackAsItWas() {
    Cursor cursor = new Cursor(null, ID);
    assertEquals(cursor, Cursor.of(cursor.text()));
  }

  @Test
  void aPlaceByTimeComesBackToTheMicrosecond() {
    Cursor cursor = new Cursor(Instant.parse("2026-01-31T12:34:56.123456Z"), ID);
    assertEquals(cursor, Cursor.of(cursor.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "not base64!",
        "AAAA",
        // A byte less, and a byte more, than an id has.
        "AAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAA",
        // A time before there was one, and one that the database does not know.
        "AAAAAAAAAAAAAAAAAAAAAP__________",
        "AAAAAAAAAAAAAAAAAAAAAH__________"
      })
  void whatNoPageEndedWithIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Cursor.of(text));
  }
}
