package io.kurier.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationRequestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                    | PT24H
          {"overlap": null}     | PT24H
          {"overlap": "PT0S"}   | PT0S
          {"overlap": "P7D"}    | P7D
          """)
  void theOverlapIsADayUnlessItIsSaid(String body, Duration overlap) {
    assertEquals(overlap, read(body).overlap());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"overlap": "P7DT0.001S"} | /overlap
          {"overlap": "-PT1S"}      | /overlap
          {"overlap": "P1M"}        | /overlap
          {"overlap": 5}            | /overlap
          {"over": "PT1S"}          | /over
          """)
  void oneFault(String body, String pointer) {
    DomainError error = assertThrows(DomainError.class, () -> read(body));

    assertEquals(pointer, error.faults().getFirst().pointer());
  }

  private static RotationRequest read(String body) {
    return RotationRequest.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
