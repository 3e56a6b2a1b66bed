package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HopsTest {

  @ParameterizedTest
  @NullSource
  void whatComesStraightFromItsProducerHasNone(String header) {
    assertEquals(0, Hops.read(header));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "5, 5", "' 3 ', 3", "0000000000000000000002, 2", "000, 0"})
  void aNumberIsRead(String header, int hops) {
    assertEquals(hops, Hops.read(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "06", "100", "2147483648", "99999999999999999999999999"})
  void moreThanFiveAreALoop(String header) {
    DomainError error = assertThrows(DomainError.class, () -> Hops.read(header));
    assertEquals(422, error.status());
    assertEquals("Kurier-Hops", error.faults().getFirst().pointer());
    assertEquals("too_many_hops", error.faults().getFirst().code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-1", "+1", "1.0", "one", "1, 2", "1,1", "1 2", "0x1", "٣", "1\u0000"})
  void whatIsNoNumberIsNeverIgnored(String header) {
    DomainError error = assertThrows(DomainError.class, () -> Hops.read(header));
    assertEquals(422, error.status());
    assertEquals("Kurier-Hops", error.faults().getFirst().pointer());
    assertEquals("none", Objects.requireNonNullElse(error.faults().getFirst().code(), "none"));
  }
}
