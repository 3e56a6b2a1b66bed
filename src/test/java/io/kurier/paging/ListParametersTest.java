package io.kurier.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListParametersTest {

  private final ListParameters parameters = new ListParameters();

  @Test
  void everyFaultIsToldAtOnceByTheNameOfItsParameter() {
    var _ = parameters.limit("0");
    parameters.cursor("?");
    parameters.time("since", "yesterday", Instant.EPOCH);
    parameters.oneOf("outcome", "good", List.of("acknowledged"));
    parameters.required("producerId", null, 128);
    DomainError error = assertThrows(DomainError.class, parameters::throwIfAnyFault);
    assertEquals(422, error.status());
    assertEquals(
        List.of("limit", "cursor", "since", "outcome", "producerId"),
        error.faults().stream().map(Fault::pointer).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "501", "-1", "1.0", "", " 1", "99999999999", "١"})
  void aLimitIsAWholeNumberUpTo500(String text) {
    var _ = parameters.limit(text);
    assertThrows(DomainError.class, parameters::throwIfAnyFault);
  }

  @Test
  void aLimitThatIsNotGivenIs50() {
    assertEquals(50, parameters.limit(null));
    assertEquals(500, parameters.limit("500"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31T12:00:00.5+05:45, 2026-01-31T06:15:00.5Z",
    "-0044-03-15T12:00:00Z, 1970-01-01T00:00:00Z",
    "+12026-01-31T12:00:00Z, 9999-12-31T23:59:59Z"
  })
  void aTimeHasAnOffsetAndIsCutToWhatCanBeKept(String text, Instant time) {
    assertEquals(time, parameters.time("since", text, Instant.MAX));
    parameters.throwIfAnyFault();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-31", "2026-01-31T12:00:00", "12", "", "2026-02-30T12:00:00Z"})
  void whatIsNoTimeIsRefused(String text) {
    parameters.time("since", text, Instant.EPOCH);
    assertThrows(DomainError.class, parameters::throwIfAnyFault);
  }

  @Test
  void aCursorWithATimeIsNoneOfAListById() {
    String text = new Cursor(Instant.EPOCH, ListParameters.LAST_ID).text();
    parameters.idCursor(text, ListParameters.LAST_ID);
    assertThrows(DomainError.class, parameters::throwIfAnyFault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void whatTheDatabaseCannotHoldIsNoProducersId(String text) {
    parameters.required("producerId", text, 128);
    assertThrows(DomainError.class, parameters::throwIfAnyFault);
  }

  @Test
  void charactersAreCountedNotTheirHalves() {
    parameters.required("producerId", "🎉".repeat(128), 128);
    parameters.throwIfAnyFault();
    parameters.required("producerId", "🎉".repeat(129), 128);
    assertThrows(DomainError.class, parameters::throwIfAnyFault);
  }
}
