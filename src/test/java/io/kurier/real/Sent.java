package io.kurier.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

/**
 * An event that a producer has posted.
 *
 * @param name of the producer and what it did; in the event it is {@code n}
 * @param answer the status, and what else should not be so
 * @param whole whether the text is the whole event, or the data of one that came in binary mode
 * @param text as it should arrive, byte for byte
 */
record Sent(String name, String answer, boolean whole, String text) {

  /** Reads the lines in which a producer says what it has done. */
  static List<Sent> read(String lines) {
    return lines
        .lines()
        .map(line -> Arrays.asList(line.split("\t", 4)))
        .map(each -> new Sent(each.get(0), each.get(1), each.get(2).equals("whole"), each.get(3)))
        .toList();
  }

  /** Whether this is the event that arrived. */
  boolean isIn(String arrived) {
    return arrived.contains("\"" + name + "\"");
  }

  void check(List<String> arrived) {
    assertEquals("202", answer, name);
    List<String> own = arrived.stream().filter(this::isIn).toList();
    assertEquals(1, own.size(), () -> name + " arrived as " + own);
    if (whole) {
      assertEquals(text, own.getFirst());
    } else {
      assertTrue(own.getFirst().endsWith(",\"data\":" + text + "}"), own::getFirst);
    }
  }
}
